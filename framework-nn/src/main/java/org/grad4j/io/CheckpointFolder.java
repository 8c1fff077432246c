package org.grad4j.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The latest checkpoints of one run in a folder, named after their steps: {@code
 * checkpoint-000000001200.safetensors}.
 *
 * <pre>{@code
 * CheckpointFolder folder = new CheckpointFolder(path, 3);
 * folder.latest().ifPresent(checkpoint::load);
 * folder.save(checkpoint, epoch, step, Map.of());
 * }</pre>
 *
 * <p>Older ones are removed only after the new one was read back and found whole, and the new one
 * never is, so that there is always a good one. One process writes to a folder at a time.
 */
public final class CheckpointFolder {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointFolder.class);
    private static final Pattern NAME = Pattern.compile("checkpoint-\\d{12,19}\\.safetensors");
    private static final Pattern SCRATCH =
            Pattern.compile("\\.checkpoint-\\d{12,19}\\.safetensors\\.[-0-9a-f]{36}\\.tmp");

    private final Path folder;
    private final int keep;

    /**
     * A folder that keeps some checkpoints.
     *
     * @param folder made with the first checkpoint if it does not exist
     * @param keep how many to keep, 1 or more
     * @throws NullPointerException if the folder is null
     * @throws IllegalArgumentException if fewer than 1 are to be kept
     */
    public CheckpointFolder(Path folder, int keep) {
        this.folder = Objects.requireNonNull(folder, "the folder is null");
        if (keep < 1) {
            throw new IllegalArgumentException("at least 1 checkpoint must be kept, got " + keep);
        }
        this.keep = keep;
    }

    /**
     * Writes a checkpoint, reads it back, and removes those beyond the number to keep.
     *
     * @param checkpoint what to save
     * @param epoch the epoch that training is in
     * @param step how many steps were made, which names the file
     * @param notes as in {@link Checkpoint#save(Path, long, long, Map)}
     * @return the file
     * @throws NullPointerException if one of them is null
     * @throws IllegalArgumentException if the step is negative, or as {@link Checkpoint#save(Path,
     *     long, long, Map)}
     * @throws ModelFormatException if what was written is damaged when it is read back; nothing was
     *     removed then
     * @throws UncheckedIOException if it cannot be written or the others not be removed
     */
    public Path save(Checkpoint checkpoint, long epoch, long step, Map<String, ?> notes) {
        Objects.requireNonNull(checkpoint, "the checkpoint is null");
        if (step < 0) {
            throw new IllegalArgumentException("the step must be 0 or more, got " + step);
        }
        Path file = folder.resolve("checkpoint-%012d.safetensors".formatted(step));
        ModelFiles.write(folder, Files::createDirectories);
        checkpoint.save(file, epoch, step, notes);
        Checkpoint.info(file);
        ModelFiles.write(folder, path -> prune(file));
        return file;
    }

    private void prune(Path saved) throws IOException {
        List<Path> others = files(NAME);
        others.remove(saved);
        for (Path old : others.subList(Math.min(keep - 1, others.size()), others.size())) {
            Files.deleteIfExists(old);
        }
        // What a process that was killed while saving left behind.
        for (Path scratch : files(SCRATCH)) {
            Files.deleteIfExists(scratch);
        }
    }

    /** Those of a name, the highest step first. */
    private List<Path> files(Pattern name) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return new ArrayList<>(
                    all.filter(file -> name.matcher(file.getFileName().toString()).matches())
                            .sorted(
                                    Comparator.comparingInt((Path file) -> file.toString().length())
                                            .thenComparing(Comparator.naturalOrder())
                                            .reversed())
                            .toList());
        }
    }

    /**
     * The checkpoint of the highest step that is whole. Damaged ones are passed over with a warning
     * in the log.
     *
     * @return the file; empty if there is none, or no folder
     * @throws UncheckedIOException if the folder cannot be read
     */
    public Optional<Path> latest() {
        for (Path file : files()) {
            try {
                Checkpoint.info(file);
                return Optional.of(file);
            } catch (ModelFormatException e) {
                LOG.warn("passed over a damaged checkpoint: {}", e.getMessage());
            }
        }
        return Optional.empty();
    }

    /**
     * The checkpoints of the folder, whole or not.
     *
     * @return the files, the highest step first
     * @throws UncheckedIOException if the folder cannot be read
     */
    public List<Path> files() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try {
            return files(NAME);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot read " + folder + ": " + ModelFiles.reason(e), e);
        }
    }
}

package org.grad4j.data.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.grad4j.data.Dataset;
import org.grad4j.data.Example;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Images in folders, one folder for each class: features {@code [3, h, w]} in {@code [0, 1]}, each
 * image of its own size, and the number of the class.
 *
 * <pre>
 * root/cat/1.jpg, root/cat/more/2.png, root/dog/7.jpg   → classes cat (0) and dog (1)
 * </pre>
 *
 * <p>Classes and files are sorted by name, whatever the order on the disk. Files are found when the
 * dataset is made and read when a sample is asked for, without a cache. Safe for concurrent use.
 */
public final class ImageFolder implements Dataset<Example> {
    private static final Logger LOG = LoggerFactory.getLogger(ImageFolder.class);
    private static final Set<String> EXTENSIONS =
            Set.of("jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff");

    private final List<String> classes;
    private final List<Path> files;
    private final int[] labels;
    private final int channels;
    private final long maxPixels;
    private final boolean skipCorrupt;
    private final Set<Integer> corrupt = ConcurrentHashMap.newKeySet();

    private ImageFolder(Builder builder) {
        this.classes = subfolders(builder.root);
        this.files = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (int label = 0; label < classes.size(); label++) {
            Path folder = builder.root.resolve(classes.get(label));
            List<Path> found = images(folder);
            if (found.isEmpty()) {
                throw new DatasetNotFoundException(
                        "no image in " + folder + "; names end in one of " + extensions());
            }
            for (Path file : found) {
                files.add(file);
                numbers.add(label);
            }
        }
        this.labels = numbers.stream().mapToInt(Integer::intValue).toArray();
        this.channels = builder.channels;
        this.maxPixels = builder.maxPixels;
        this.skipCorrupt = builder.skipCorrupt;
    }

    /**
     * The images of a folder with the default settings.
     *
     * @param root folder with one sub-folder for each class
     * @return the dataset
     * @throws NullPointerException if it is null
     * @throws DatasetNotFoundException if there is no such folder, it has no sub-folders, or one of
     *     them no images
     * @throws java.io.UncheckedIOException if a folder cannot be read
     */
    public static ImageFolder of(Path root) {
        return builder(root).build();
    }

    /**
     * Starts a dataset over a folder.
     *
     * @param root folder with one sub-folder for each class
     * @return a builder with the defaults
     * @throws NullPointerException if it is null
     */
    public static Builder builder(Path root) {
        return new Builder(Objects.requireNonNull(root, "the folder is null"));
    }

    private static List<String> subfolders(Path root) {
        String layout = "expected one sub-folder of images for each class";
        SourceFiles.requireFolder(root, layout);
        try (Stream<Path> entries = Files.list(root)) {
            List<String> names =
                    entries.filter(Files::isDirectory)
                            .map(folder -> folder.getFileName().toString())
                            .sorted()
                            .toList();
            if (names.isEmpty()) {
                throw new DatasetNotFoundException("no sub-folder in " + root + "; " + layout);
            }
            return names;
        } catch (IOException error) {
            throw SourceFiles.cannotRead(root, error);
        }
    }

    private static List<Path> images(Path folder) {
        try (Stream<Path> entries = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            // By the names with one separator, so that the order is the same on every system.
            return entries.filter(file -> isImage(file) && Files.isRegularFile(file))
                    .sorted(Comparator.comparing(file -> portable(folder, file)))
                    .toList();
        } catch (IOException error) {
            throw SourceFiles.cannotRead(folder, error);
        } catch (UncheckedIOException error) {
            throw SourceFiles.cannotRead(folder, error.getCause());
        }
    }

    private static String portable(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    private static boolean isImage(Path file) {
        String name = file.getFileName().toString();
        String extension = name.substring(name.lastIndexOf('.') + 1);
        return EXTENSIONS.contains(extension.toLowerCase(Locale.ROOT));
    }

    private static String extensions() {
        return String.join(", ", EXTENSIONS.stream().sorted().toList());
    }

    @Override
    public int size() {
        return files.size();
    }

    /**
     * The image at an index; where corrupt images are skipped, the next readable one stands in for
     * a corrupt one.
     *
     * @throws IndexOutOfBoundsException if the index is outside {@code [0, size())}
     * @throws DatasetFormatException if the image is corrupt, names its file and index; where
     *     corrupt images are skipped, if all are
     * @throws DatasetNotFoundException if the file has gone since the dataset was made
     * @throws java.io.UncheckedIOException if the file cannot be read
     */
    @Override
    public Example get(int index) {
        Objects.checkIndex(index, files.size());
        DatasetFormatException first = null;
        for (int tried = 0; tried < files.size(); tried++) {
            int at = (index + tried) % files.size();
            try {
                return ImageFiles.read(files.get(at), channels, maxPixels).labelled(labels[at]);
            } catch (DatasetFormatException error) {
                DatasetFormatException named = error.at(at);
                if (!skipCorrupt) {
                    throw named;
                }
                first = first == null ? named : first;
                if (corrupt.add(at)) {
                    LOG.warn("skipping {}", named.getMessage());
                }
            }
        }
        throw first;
    }

    /**
     * Names of the classes, by label.
     *
     * @return an unmodifiable list, sorted
     */
    public List<String> classes() {
        return classes;
    }

    /**
     * The file of an image.
     *
     * @param index which image, in {@code [0, size())}
     * @return its path
     * @throws IndexOutOfBoundsException if the index is outside
     */
    public Path file(int index) {
        return files.get(index);
    }

    /**
     * The class of an image, without reading it.
     *
     * @param index which image, in {@code [0, size())}
     * @return its label
     * @throws IndexOutOfBoundsException if the index is outside
     */
    public long label(int index) {
        return labels[Objects.checkIndex(index, labels.length)];
    }

    /**
     * Number of images that were found corrupt and skipped so far, each counted once.
     *
     * @return the number, 0 unless corrupt images are skipped
     */
    public int skipped() {
        return corrupt.size();
    }

    /** Settings of an image folder. */
    public static final class Builder {
        private final Path root;
        private int channels = 3;
        private long maxPixels = ImageFiles.MAX_PIXELS;
        private boolean skipCorrupt;

        private Builder(Path root) {
            this.root = root;
        }

        /**
         * Reads in grey instead of colour, {@code [1, h, w]}.
         *
         * @return this builder
         */
        public Builder grey() {
            this.channels = 1;
            return this;
        }

        /**
         * The most pixels that an image may have; one that claims more counts as corrupt. By
         * default {@link ImageFiles#MAX_PIXELS}.
         *
         * @param maxPixels height times width, positive
         * @return this builder
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder maxPixels(long maxPixels) {
            ImageFiles.checkSettings(3, maxPixels);
            this.maxPixels = maxPixels;
            return this;
        }

        /**
         * Skips and counts corrupt images instead of failing: the next readable image takes the
         * place of a corrupt one, the first one that of the last.
         *
         * @return this builder
         */
        public Builder skipCorrupt() {
            this.skipCorrupt = true;
            return this;
        }

        /**
         * Finds the files.
         *
         * @return the dataset
         * @throws DatasetNotFoundException if there is no such folder, it has no sub-folders, or
         *     one of them no images
         * @throws java.io.UncheckedIOException if a folder cannot be read
         */
        public ImageFolder build() {
            return new ImageFolder(this);
        }
    }
}

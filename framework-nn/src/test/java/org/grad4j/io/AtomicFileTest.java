package org.grad4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir private Path folder;

    private static void text(FileChannel channel, String text) throws IOException {
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void a_new_file_appears_and_an_old_one_is_replaced() throws IOException {
        Path file = folder.resolve("file");

        AtomicFile.write(file, channel -> text(channel, "old and long"));
        AtomicFile.write(file, channel -> text(channel, "new"));

        assertThat(file).hasContent("new");
        assertThat(folder.toFile().list()).containsExactly("file");
    }

    @Test
    void the_old_contents_stay_when_writing_fails_in_any_way() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");
        for (Throwable failure :
                new Throwable[] {
                    new IOException("disk full"),
                    new IllegalStateException("released"),
                    new StackOverflowError("deep")
                }) {
            assertThatThrownBy(
                            () ->
                                    AtomicFile.write(
                                            file,
                                            channel -> {
                                                text(channel, "half");
                                                AtomicFileTest.<IOException>raise(failure);
                                            }))
                    .isSameAs(failure);

            assertThat(file).hasContent("old");
            assertThat(folder.toFile().list()).containsExactly("file");
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void raise(Throwable failure) throws T {
        throw (T) failure;
    }

    @Test
    void the_old_file_is_whole_while_the_new_one_is_written() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");

        AtomicFile.write(
                file,
                channel -> {
                    text(channel, "new");
                    assertThat(file).hasContent("old");
                });

        assertThat(file).hasContent("new");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void permissions_of_the_old_file_are_kept() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");
        Set<PosixFilePermission> shared = PosixFilePermissions.fromString("rw-rw-rw-");
        Files.setPosixFilePermissions(file, shared);

        AtomicFile.write(file, channel -> text(channel, "new"));

        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(shared);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_link_stays_a_link() throws IOException {
        Path target = Files.writeString(folder.resolve("target"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), target);

        AtomicFile.write(link, channel -> text(channel, "new"));

        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(target).hasContent("new");
    }
}

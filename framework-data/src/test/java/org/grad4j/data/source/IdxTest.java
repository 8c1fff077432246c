package org.grad4j.data.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IdxTest {
    @TempDir Path folder;

    private Idx read(byte[] content) {
        return Idx.read(IdxFiles.write(folder, "some-idx", content));
    }

    private void assertRefused(String reason, byte[] content) {
        DatasetFormatException error =
                assertThrows(DatasetFormatException.class, () -> read(content));
        String expected = folder.resolve("some-idx") + ": " + reason;
        assertTrue(
                error.getMessage().startsWith(expected),
                "expected <" + expected + "> but was <" + error.getMessage() + ">");
    }

    @Test
    void a_file_without_elements_is_an_empty_array() {
        for (byte[] content : new byte[][] {IdxFiles.idx(0, 0), IdxFiles.idx(0, 0, 28, 28)}) {
            assertEquals(0, read(content).data().length);
            assertEquals(0, read(IdxFiles.gzip(content)).data().length);
        }
    }

    @Test
    void bytes_and_shape_are_read_whether_compressed_or_not() {
        byte[] content = IdxFiles.idx(300, 3, 10, 10);
        for (Idx idx : new Idx[] {read(content), read(IdxFiles.gzip(content))}) {
            assertArrayEquals(new int[] {3, 10, 10}, idx.shape());
            assertArrayEquals(Arrays.copyOfRange(content, 16, 316), idx.data());
        }
    }

    @Test
    void a_missing_file_is_named() {
        Path missing = folder.resolve("missing");
        assertEquals(
                "no such file: " + missing,
                assertThrows(DatasetNotFoundException.class, () -> Idx.read(missing)).getMessage());
        assertEquals(
                "no regular file but a folder, a device or a pipe: " + folder,
                assertThrows(DatasetNotFoundException.class, () -> Idx.read(folder)).getMessage());
    }

    @Test
    void truncated_and_oversized_files_are_refused() {
        assertRefused(
                "has 111 bytes, but its header demands 112; it is truncated",
                IdxFiles.idx(99, 10, 10));
        assertRefused(
                "has 113 bytes, but its header demands 112; it is too long",
                IdxFiles.idx(101, 10, 10));
    }

    @Test
    void truncated_and_oversized_content_of_gzip_files_is_refused() {
        assertRefused(
                "unpacks to 111 bytes by its gzip trailer, but its header demands 112; it is"
                        + " truncated, too long or corrupt",
                IdxFiles.gzip(IdxFiles.idx(99, 10, 10)));
        assertRefused(
                "unpacks to 113 bytes by its gzip trailer, but its header demands 112",
                IdxFiles.gzip(IdxFiles.idx(101, 10, 10)));
    }

    @Test
    void a_gzip_trailer_that_lies_does_not_help() {
        byte[] shorter = withGzipSize(IdxFiles.gzip(IdxFiles.idx(99, 10, 10)), 112);
        assertRefused("corrupt or truncated gzip", shorter);
        byte[] longer = withGzipSize(IdxFiles.gzip(IdxFiles.idx(5000, 10, 10)), 112);
        assertRefused("has more than the 112 bytes that its header [10, 10] demands", longer);
    }

    private static byte[] withGzipSize(byte[] gzip, int size) {
        ByteBuffer.wrap(gzip).order(ByteOrder.LITTLE_ENDIAN).putInt(gzip.length - 4, size);
        return gzip;
    }

    @Test
    void a_file_that_ends_within_its_header_is_refused() {
        byte[] content = IdxFiles.idx(4, 2, 2);
        for (int length = 0; length < 12; length++) {
            byte[] head = Arrays.copyOf(content, length);
            assertRefused("ends within the IDX header", head);
            assertRefused("ends within the IDX header", IdxFiles.gzip(head));
        }
    }

    @Test
    void a_gzip_file_cut_anywhere_is_refused() {
        byte[] gzip = IdxFiles.gzip(IdxFiles.idx(1000, 1000));
        for (int length = 0; length < gzip.length; length++) {
            byte[] head = Arrays.copyOf(gzip, length);
            assertThrows(DatasetFormatException.class, () -> read(head), "length " + length);
        }
    }

    @Test
    void a_gzip_file_with_any_byte_changed_is_refused_or_reads_the_same() {
        byte[] noise = IdxFiles.idx(2000, 2000);
        Random random = new Random(1);
        for (int i = 8; i < noise.length; i++) {
            noise[i] = (byte) random.nextInt(40);
        }
        byte[] gzip = IdxFiles.gzip(noise);
        byte[] expected = read(gzip).data();
        for (int i = 0; i < gzip.length; i++) {
            byte[] changed = gzip.clone();
            changed[i] ^= 0x55;
            try {
                assertArrayEquals(expected, read(changed).data(), "byte " + i);
            } catch (DatasetFormatException refused) {
                assertTrue(refused.getMessage().contains("some-idx"));
            }
        }
    }

    @Test
    void what_is_not_idx_is_refused() {
        assertRefused(
                "starts with 0x3C21646F, expected 0x000008nn (IDX, unsigned bytes, nn dimensions);"
                        + " is it really an IDX file, and not an error page saved by a download?",
                "<!doctype html><title>403</title>".getBytes(StandardCharsets.UTF_8));
        byte[] floats = IdxFiles.idx(4, 4);
        floats[2] = 0x0D;
        assertRefused("starts with 0x00000D01", floats);
        assertRefused("starts with 0x00000800", IdxFiles.idx(4));
        byte[] manyDimensions = IdxFiles.idx(4, 4);
        manyDimensions[3] = (byte) 0xFF;
        assertRefused("starts with 0x000008FF", manyDimensions);
    }

    @Test
    void dimensions_too_large_for_an_array_are_refused() {
        for (boolean compressed : new boolean[] {false, true}) {
            byte[] negative = IdxFiles.idx(4, -1);
            byte[] product = IdxFiles.idx(4, 60_000, 60_000);
            // 65536⁴ is 0 and 2³³ + … wraps to something small in 64 and 32 bits.
            byte[] wrapping = IdxFiles.idx(0, 65536, 65536, 65536, 65536);
            assertRefused(
                    "dimension 0 is 4294967295, more than a Java array can hold",
                    compressed ? IdxFiles.gzip(negative) : negative);
            assertRefused(
                    "dimensions [60000, 60000] need more elements than a Java array can hold",
                    compressed ? IdxFiles.gzip(product) : product);
            assertRefused(
                    "dimensions [65536, 65536, 65536, 65536] need more elements",
                    compressed ? IdxFiles.gzip(wrapping) : wrapping);
        }
    }

    @Test
    void a_header_that_lies_sets_no_memory_aside() {
        byte[] liar = IdxFiles.idx(10, 1_000_000_000);
        assertAllocatesLittle(liar);
        assertAllocatesLittle(IdxFiles.gzip(liar));
        assertAllocatesLittle(withGzipSize(IdxFiles.gzip(liar), 1_000_000_008));
    }

    @Test
    void a_gzip_bomb_stops_where_the_header_says() {
        byte[] bomb = IdxFiles.gzip(IdxFiles.idx(64 << 20, 28, 28));
        assertAllocatesLittle(bomb);
        assertAllocatesLittle(withGzipSize(bomb, 12 + 28 * 28));
    }

    private void assertAllocatesLittle(byte[] content) {
        Path file = IdxFiles.write(folder, "some-idx", content);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThrows(DatasetFormatException.class, () -> Idx.read(file));
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 1 << 20, "bytes allocated: " + allocated);
    }

    @Test
    void random_bytes_give_an_array_or_a_typed_error() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            byte[] content = IdxFiles.idx(random.nextInt(50), random.nextInt(8), random.nextInt(8));
            for (int change = random.nextInt(4); change > 0; change--) {
                content[random.nextInt(12)] = (byte) random.nextInt();
            }
            byte[] file = random.nextBoolean() ? content : IdxFiles.gzip(content);
            if (random.nextBoolean()) {
                file[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                Idx idx = read(file);
                int elements = Arrays.stream(idx.shape()).reduce(1, (a, b) -> a * b);
                assertEquals(elements, idx.data().length, "seed " + seed);
            } catch (DatasetFormatException refused) {
                assertTrue(refused.getMessage().contains("some-idx"), "seed " + seed);
            }
        }
    }
}

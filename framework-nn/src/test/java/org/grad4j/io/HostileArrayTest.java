package org.grad4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.grad4j.memory.TensorMemory;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** npy and npz files that break their format's rules, or claim more than they hold. */
class HostileArrayTest {
    private record Broken(String header, int data, String reason) {}

    private static final String GOOD = "{'descr':'<f4','fortran_order':False,'shape':(1,)}";

    static final List<Broken> HEADERS =
            List.of(
                    new Broken("", 4, "{ is expected at 0"),
                    new Broken("[]", 4, "{ is expected at 0"),
                    new Broken("{}", 4, "descr, fortran_order and shape are needed, got []"),
                    new Broken("{'descr':'<f4'}", 4, "are needed, got [descr]"),
                    new Broken(GOOD + "x", 4, "text behind the dictionary"),
                    new Broken("{'descr':'<f4','descr':'<f4'}", 4, "\"descr\" occurs twice"),
                    new Broken("{'code':'rm'}", 4, "unknown entry \"code\""),
                    new Broken("{'descr'", 4, ": is expected"),
                    new Broken("{'descr", 4, "a quote is not closed"),
                    new Broken("{'desc\\x72':1}", 4, "an escaped character in quotes"),
                    new Broken("{descr:1}", 4, "text in quotes is expected"),
                    new Broken(GOOD.replace("<f4", "|O"), 4, "a Python program"),
                    new Broken(GOOD.replace("<f4", "O"), 4, "a Python program"),
                    new Broken(GOOD.replace("<f4", "<O8"), 4, "a Python program"),
                    new Broken(GOOD.replace("<f4", "=f4"), 4, "the type \"=f4\" is not read"),
                    new Broken(GOOD.replace("<f4", "|f4"), 4, "the type \"|f4\" is not read"),
                    new Broken(GOOD.replace("<f4", "<u4"), 4, "the type \"<u4\" is not read"),
                    new Broken(GOOD.replace("<f4", ""), 4, "the type \"\" is not read"),
                    new Broken(GOOD.replace("False", "0"), 4, "neither True nor False"),
                    new Broken(GOOD.replace("(1,)", "(1)"), 4, "lacks its comma"),
                    new Broken(GOOD.replace("(1,)", "[1]"), 4, "( is expected"),
                    new Broken(GOOD.replace("(1,)", "(-1,)"), 4, "whole numbers of 0 or more"),
                    new Broken(GOOD.replace("(1,)", "(1.0,)"), 4, "lacks its comma"),
                    new Broken(GOOD.replace("(1,)", "(f(),)"), 4, "whole numbers"),
                    new Broken(GOOD.replace("(1,)", "(,)"), 4, "whole numbers"),
                    new Broken(GOOD.replace("1,", "9".repeat(19) + ","), 4, "whole numbers of 0"),
                    new Broken(GOOD.replace("1,", "1,".repeat(33)), 4, "shape has more than 32"),
                    new Broken(GOOD.replace("1,", "4294967296,4294967296,"), 4, "is too large"),
                    new Broken(GOOD.replace("1,", "0,4294967296,4294967296,"), 0, "is too large"),
                    new Broken(
                            GOOD.replace("1,", "8589934592,"),
                            4,
                            "<f4 of shape [8589934592] takes 34359738368 bytes, there are 4"),
                    new Broken(GOOD, 3, "takes 4 bytes, there are 3"),
                    new Broken(GOOD, 5, "takes 4 bytes, there are 5"));

    @TempDir private Path folder;

    private static byte[] npy(int major, int minor, long length, String header, int data) {
        byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer bytes = ByteBuffer.allocate(12 + text.length + data);
        bytes.order(ByteOrder.LITTLE_ENDIAN).put((byte) 0x93);
        bytes.put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) major).put((byte) minor);
        if (major == 1) {
            bytes.putShort((short) length);
        } else {
            bytes.putInt((int) length);
        }
        int size = bytes.put(text).position() + data;
        return Arrays.copyOf(bytes.array(), size);
    }

    private Path file(byte... bytes) throws IOException {
        return Files.write(folder.resolve("x"), bytes);
    }

    private void refused(String reason, byte... bytes) throws IOException {
        Path file = file(bytes);
        assertThatThrownBy(() -> Npy.load(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @FieldSource("HEADERS")
    void a_broken_header_is_refused_with_its_reason(Broken broken) throws IOException {
        refused(
                broken.reason(),
                npy(1, 0, broken.header().length(), broken.header(), broken.data()));
    }

    @Test
    void spaces_and_numbers_of_python_2_are_read() throws IOException {
        String header = " { \"shape\" : ( 1L , 2L ) , 'descr': '<f4','fortran_order' :True, } \n";

        assertThat(Npy.load(file(npy(1, 0, header.length(), header, 8))).shape())
                .containsExactly(1, 2);
    }

    @Test
    void a_wrong_start_version_or_length_is_refused() throws IOException {
        int n = GOOD.length();
        refused("8 more bytes are needed, there are 0");
        refused("it does not begin with \\x93NUMPY", new byte[100]);
        refused("npy version 4.0 is not known", npy(4, 0, n, GOOD, 4));
        refused("npy version 1.1 is not known", npy(1, 1, n, GOOD, 4));
        refused("npy version 255.0 is not known", npy(-1, 0, n, GOOD, 4));
        refused("more bytes are needed, there are " + (n + 4), npy(1, 0, 9999, GOOD, 4));
        refused("a header of 10001 bytes is claimed, at most 10000", npy(1, 0, 10_001, GOOD, 4));
        refused("a header of 4294967295 bytes is claimed", npy(2, 0, -1, GOOD, 4));
        refused("the header is not UTF-8", npy(3, 0, 3, "{\u00ff}", 4));
    }

    @Test
    void a_claim_of_32_gigabytes_in_80_bytes_costs_no_memory() throws IOException {
        String header = GOOD.replace("1,", "8589934592,");
        byte[] lie = npy(1, 0, header.length(), header, 0);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        refused("takes", lie);
        long before = threads.getCurrentThreadAllocatedBytes();
        long made = TensorMemory.stats().created();

        refused("takes", lie);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
        assertThat(TensorMemory.stats().created()).isEqualTo(made);
    }

    @Test
    void a_file_cut_at_any_byte_is_refused() throws IOException {
        Path file = folder.resolve("valid");
        Npy.save(file, Tensor.ones(3, 2));
        byte[] npy = Files.readAllBytes(file);
        Npz.saveCompressed(file, Map.of("a", Tensor.ones(3, 2), "b", Tensor.zeros(4)));
        byte[] npz = Files.readAllBytes(file);

        for (int length = 0; length < npy.length; length++) {
            refused("", Arrays.copyOf(npy, length));
        }
        for (int length = 0; length < npz.length; length++) {
            Path cut = file(Arrays.copyOf(npz, length));
            assertThatThrownBy(() -> Npz.load(cut))
                    .as("cut at %d", length)
                    .isInstanceOf(ModelFormatException.class);
        }
    }

    private static byte[] zip(String... names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : names) {
                ZipEntry entry = new ZipEntry(name);
                entry.setComment("comment");
                zip.putNextEntry(entry);
                zip.write(npy(1, 0, GOOD.length(), GOOD, 4));
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private void archiveRefused(String reason, long maxBytes, byte... bytes) throws IOException {
        Path file = file(bytes);
        assertThatThrownBy(() -> Npz.load(file, maxBytes))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(reason);
    }

    @Test
    void an_archive_is_held_to_its_limits() throws IOException {
        assertThat(Npz.load(file(zip("a.npy", "b.npy"))).keySet()).containsExactly("a", "b");
        archiveRefused("the archive is broken", 1000, new byte[100]);
        archiveRefused("\"a.txt\" is no npy file of an allowed name", 1000, zip("a.txt"));
        archiveRefused("is no npy file", 1000, zip("x".repeat(600) + ".npy"));
        archiveRefused("take more than the 100 bytes", 100, zip("a.npy", "b.npy"));
        String[] many = new String[10_001];
        Arrays.setAll(many, i -> i + ".npy");
        archiveRefused("10001 arrays, at most 10000 are allowed", Long.MAX_VALUE, zip(many));
    }

    /** Overwrites a field of the central directory's only record. */
    private static byte[] forged(int field, int bytes, long value) throws IOException {
        byte[] archive = zip("a.npy");
        int record = new String(archive, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
        ByteBuffer buffer = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes == 4) {
            buffer.putInt(record + field, (int) value);
        } else {
            buffer.putShort(record + field, (short) value);
        }
        return archive;
    }

    @Test
    void an_archive_that_lies_is_refused() throws IOException {
        long all = Long.MAX_VALUE;
        archiveRefused("\"a\": its checksum is wrong", all, forged(16, 4, 12345));
        archiveRefused("bytes are claimed to be packed into", all, forged(24, 4, 4_000_000_000L));
        archiveRefused("takes 4 bytes, there are 5", all, forged(24, 4, GOOD.length() + 15));
        archiveRefused("reach beyond the end of the file", all, forged(20, 4, 3_000_000_000L));
        archiveRefused("the archive is broken: ", all, forged(46, 2, -1));
        archiveRefused("the archive is broken: ", all, forged(46 + "a.npy".length(), 2, -1));
    }

    /** What deflation can at most make of a file costs time, not memory. */
    @Test
    void a_bomb_is_stopped_by_the_limit() throws IOException {
        Path file = folder.resolve("bomb.npz");
        Npz.saveCompressed(file, Map.of("x", Tensor.zeros(4000, 4000)));
        assertThat(Files.size(file)).isLessThan(100_000);
        long made = TensorMemory.stats().created();

        archiveRefused("take more than the 1000000 bytes", 1_000_000, Files.readAllBytes(file));

        assertThat(TensorMemory.stats().created()).isEqualTo(made);
    }

    @Test
    void flipped_bits_of_an_archive_never_change_a_value() throws IOException {
        Path file = folder.resolve("valid.npz");
        Tensor x = Tensor.rand(new Generator(1), 3, 2);
        Npz.save(file, Map.of("x", x));
        byte[] valid = Files.readAllBytes(file);
        int refused = 0;
        for (int bit = 0; bit < 8 * valid.length; bit++) {
            byte[] flipped = valid.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                Map<String, Tensor> read = Npz.load(file(flipped));
                read.values().forEach(y -> assertThat(y.equal(x)).isTrue());
            } catch (ModelFormatException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(1000);
    }
}

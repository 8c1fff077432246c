package org.grad4j.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The head of a safetensors file: a JSON object that says of each tensor its type, its shape, and
 * the bytes it occupies. Parsing checks every rule of the format and holds to limits, so that what
 * comes out can be trusted: the tensors fill the rest of the file exactly, each once, and their
 * sizes follow from their shapes.
 *
 * @param entries the tensors in the order of their bytes
 * @param metadata what the writer noted, text by name
 */
record Header(List<Entry> entries, Map<String, String> metadata) {
    /** A header of more bytes is refused; 100,000 tensors fit. */
    static final int MAX_BYTES = 16 << 20;

    /** The reference implementation's limit, to which ours may be raised. */
    static final int FORMAT_MAX_BYTES = 100_000_000;

    static final int MAX_TENSORS = 100_000;
    static final int MAX_RANK = 32;
    static final int MAX_NAME = 512;
    private static final String METADATA = "__metadata__";

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(4)
                                    .maxNameLength(MAX_NAME)
                                    .maxStringLength(FORMAT_MAX_BYTES)
                                    .maxNumberLength(20)
                                    .maxDocumentLength(FORMAT_MAX_BYTES)
                                    .build())
                    .build();

    /**
     * One tensor.
     *
     * @param name its name
     * @param encoding its type in the file
     * @param shape its sizes
     * @param begin its first byte, counted from the end of the header
     * @param end the byte after its last
     */
    record Entry(String name, Encoding encoding, long[] shape, long begin, long end) {
        /** The number of elements, if it and the bytes they take can be counted at all. */
        static long numel(String name, long... shape) throws BrokenRule {
            long product = 1;
            boolean empty = false;
            for (long size : shape) {
                try {
                    product = Math.multiplyExact(product, Math.max(1, size));
                    Math.multiplyExact(product, 8L);
                } catch (ArithmeticException e) {
                    throw new BrokenRule(
                            "tensor \"%s\": the shape %s is too large"
                                    .formatted(name, Arrays.toString(shape)),
                            e);
                }
                empty |= size == 0;
            }
            return empty ? 0 : product;
        }
    }

    /**
     * Reads and checks a header.
     *
     * @param bytes the JSON text with its padding
     * @param dataBytes what remains of the file behind it
     */
    static Header parse(byte[] bytes, long dataBytes) throws BrokenRule {
        if (bytes.length == 0 || bytes[0] != '{') {
            throw new BrokenRule("the header does not begin with {");
        }
        Header header;
        try (JsonParser json = JSON.createParser(text(bytes))) {
            header = read(json);
        } catch (JsonParseException | StreamConstraintsException e) {
            throw new BrokenRule("the header is not valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new BrokenRule("the header cannot be read: " + e.getMessage(), e);
        }
        header.requireFilled(dataBytes);
        return header;
    }

    private static String text(byte[] bytes) throws BrokenRule {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new BrokenRule("the header is not UTF-8", e);
        }
    }

    private static Header read(JsonParser json) throws IOException, BrokenRule {
        List<Entry> entries = new ArrayList<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        json.nextToken();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            expect(json.nextToken() == JsonToken.START_OBJECT, name, "is not described by {...}");
            if (name.equals(METADATA)) {
                readMetadata(json, metadata);
            } else {
                entries.add(readEntry(json, name));
            }
            if (entries.size() > MAX_TENSORS) {
                throw new BrokenRule("more than " + MAX_TENSORS + " tensors");
            }
        }
        if (json.nextToken() != null) {
            throw new BrokenRule("text behind the header's JSON object");
        }
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        return new Header(List.copyOf(entries), metadata);
    }

    private static void readMetadata(JsonParser json, Map<String, String> metadata)
            throws IOException, BrokenRule {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            expect(json.nextToken() == JsonToken.VALUE_STRING, METADATA, "holds more than text");
            metadata.put(name, json.getText());
        }
    }

    private static Entry readEntry(JsonParser json, String name) throws IOException, BrokenRule {
        String type = null;
        long[] shape = null;
        long[] offsets = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "dtype" -> {
                    expect(json.currentToken() == JsonToken.VALUE_STRING, name, "dtype is no text");
                    type = json.getText();
                }
                case "shape" -> shape = wholes(json, name, field, MAX_RANK);
                case "data_offsets" -> offsets = wholes(json, name, field, 2);
                default -> expect(false, name, "unknown field \"" + field + "\"");
            }
        }
        expect(type != null, name, "dtype is missing");
        expect(shape != null, name, "shape is missing");
        expect(offsets != null && offsets.length == 2, name, "data_offsets are not two numbers");
        Encoding encoding = Encoding.named(type);
        expect(encoding != null, name, "unknown type \"" + type + "\"");
        long bytes = Entry.numel(name, shape) * encoding.bytes();
        expect(
                offsets[1] - offsets[0] == bytes,
                name,
                "%s of shape %s takes %d bytes, data_offsets are %s"
                        .formatted(type, Arrays.toString(shape), bytes, Arrays.toString(offsets)));
        return new Entry(name, encoding, shape, offsets[0], offsets[1]);
    }

    /** A list of whole numbers of 0 or more. */
    private static long[] wholes(JsonParser json, String name, String field, int most)
            throws IOException, BrokenRule {
        expect(json.currentToken() == JsonToken.START_ARRAY, name, field + " is no list");
        long[] values = new long[most];
        int n = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(n < most, name, field + " has more than " + most + " numbers");
            boolean whole =
                    json.currentToken() == JsonToken.VALUE_NUMBER_INT
                            && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                            && json.getLongValue() >= 0;
            expect(whole, name, field + " holds something else than whole numbers of 0 or more");
            values[n++] = json.getLongValue();
        }
        return Arrays.copyOf(values, n);
    }

    private static void expect(boolean condition, String name, String problem) throws BrokenRule {
        if (!condition) {
            throw new BrokenRule("tensor \"" + name + "\": " + problem);
        }
    }

    /** No overlap, no hole, nothing behind the last tensor: the file has one meaning only. */
    private void requireFilled(long dataBytes) throws BrokenRule {
        long filled = 0;
        for (Entry entry : entries) {
            expect(
                    entry.begin == filled,
                    entry.name,
                    "its bytes begin at %d, expected %d, where the one before ends"
                            .formatted(entry.begin, filled));
            filled = entry.end;
        }
        if (filled != dataBytes) {
            throw new BrokenRule(
                    "the tensors take %d bytes, the file has %d".formatted(filled, dataBytes));
        }
    }

    /** The JSON text, padded with spaces so that the data behind it is aligned to 8 bytes. */
    byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart(METADATA);
                for (Map.Entry<String, String> note : metadata.entrySet()) {
                    json.writeStringField(note.getKey(), note.getValue());
                }
                json.writeEndObject();
            }
            for (Entry entry : entries) {
                json.writeObjectFieldStart(entry.name);
                json.writeStringField("dtype", entry.encoding.name());
                json.writeFieldName("shape");
                json.writeArray(entry.shape, 0, entry.shape.length);
                json.writeFieldName("data_offsets");
                json.writeArray(new long[] {entry.begin, entry.end}, 0, 2);
                json.writeEndObject();
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("the header cannot be put into memory", e);
        }
        while (out.size() % 8 != 0) {
            out.write(' ');
        }
        return out.toByteArray();
    }
}

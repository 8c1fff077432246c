package org.grad4j.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.grad4j.tensor.Tensor;

/**
 * Nested maps and lists of text, numbers, truth values and tensors as JSON, in which tensors are
 * named, and back. A number comes back with the same bits: whole ones as {@code Long}, others as
 * {@code Double}. An object with the only key {@code $tensor} names a tensor, {@code $double} a
 * number that JSON lacks; keys of the user's that begin with $ get another.
 */
final class StateTree {
    /** Levels of maps and lists. */
    static final int MAX_DEPTH = 32;

    private static final String TENSOR = "$tensor";
    private static final String DOUBLE = "$double";

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH + 2)
                                    .maxNameLength(Header.MAX_NAME + 1)
                                    .maxStringLength(Header.MAX_BYTES)
                                    .maxNumberLength(40)
                                    .build())
                    .build();

    private StateTree() {}

    /** Turns a map into JSON and collects its tensors under their paths. */
    static String encode(Map<String, ?> state, Map<String, Tensor> tensors) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            new Encoder(json, tensors).map("", state, 1);
        } catch (IOException e) {
            throw new UncheckedIOException("the state cannot be put into memory", e);
        }
        return text.toString();
    }

    private record Encoder(JsonGenerator json, Map<String, Tensor> tensors) {
        private void value(String path, Object value, int depth) throws IOException {
            if (value == null) {
                json.writeNull();
            } else if (value instanceof String text) {
                json.writeString(text);
            } else if (value instanceof Boolean truth) {
                json.writeBoolean(truth);
            } else if (value instanceof Long
                    || value instanceof Integer
                    || value instanceof Short
                    || value instanceof Byte) {
                json.writeNumber(((Number) value).longValue());
            } else if (value instanceof Double || value instanceof Float) {
                number(((Number) value).doubleValue());
            } else if (value instanceof Tensor tensor) {
                tensor(path, tensor);
            } else if (value instanceof Map<?, ?> map) {
                map(path, map, depth + 1);
            } else if (value instanceof List<?> list) {
                list(path, list, depth + 1);
            } else {
                throw new IllegalArgumentException(
                        "%s is a %s; a checkpoint holds text, numbers, truth values, tensors, and lists and maps of them"
                                .formatted(path, value.getClass().getName()));
            }
        }

        private void number(double value) throws IOException {
            if (Double.isFinite(value)) {
                json.writeNumber(value);
            } else {
                json.writeStartObject();
                json.writeStringField(DOUBLE, Double.toString(value));
                json.writeEndObject();
            }
        }

        private void tensor(String path, Tensor tensor) throws IOException {
            String name = path;
            for (int i = 2; tensors.containsKey(name); i++) {
                name = path + "#" + i;
            }
            tensors.put(name, tensor);
            json.writeStartObject();
            json.writeStringField(TENSOR, name);
            json.writeEndObject();
        }

        private void map(String path, Map<?, ?> map, int depth) throws IOException {
            requireDepth(path, depth);
            // In order, whatever kind of map it is: the same state gives the same bytes.
            Map<String, Object> sorted = new TreeMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                if (!(entry.getKey() instanceof String key) || key.length() > Header.MAX_NAME) {
                    throw new IllegalArgumentException(
                            "%s has the key %s; keys are text of at most %d characters"
                                    .formatted(
                                            path.isEmpty() ? "the state" : path,
                                            entry.getKey(),
                                            Header.MAX_NAME));
                }
                sorted.put(key, entry.getValue());
            }
            json.writeStartObject();
            for (Map.Entry<String, Object> entry : sorted.entrySet()) {
                String key = entry.getKey();
                json.writeFieldName(key.startsWith("$") ? "$" + key : key);
                value(path.isEmpty() ? key : path + "." + key, entry.getValue(), depth);
            }
            json.writeEndObject();
        }

        private void list(String path, List<?> list, int depth) throws IOException {
            requireDepth(path, depth);
            json.writeStartArray();
            for (int i = 0; i < list.size(); i++) {
                value(path + "." + i, list.get(i), depth);
            }
            json.writeEndArray();
        }

        private static void requireDepth(String path, int depth) {
            if (depth > MAX_DEPTH) {
                throw new IllegalArgumentException(
                        path + " is nested more than " + MAX_DEPTH + " levels deep");
            }
        }
    }

    /** Turns JSON and tensors back into a map, which may be changed. */
    static Map<String, Object> decode(String text, Map<String, Tensor> tensors) throws BrokenRule {
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new BrokenRule("its state is no JSON object");
            }
            Object state = new Decoder(json, tensors).object();
            if (json.nextToken() != null || !(state instanceof Map<?, ?>)) {
                throw new BrokenRule("its state is not just one JSON object");
            }
            return asMap("its state", state);
        } catch (JsonParseException | StreamConstraintsException e) {
            throw new BrokenRule("its state is not valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new BrokenRule("its state cannot be read: " + e.getMessage(), e);
        }
    }

    /** Maps out of {@link Decoder} have text as keys. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> asMap(String what, Object value) throws BrokenRule {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new BrokenRule(what + " is no map");
    }

    private record Decoder(JsonParser json, Map<String, Tensor> tensors) {
        private Object value() throws IOException, BrokenRule {
            return switch (json.currentToken()) {
                case START_OBJECT -> object();
                case START_ARRAY -> list();
                case VALUE_STRING -> json.getText();
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                case VALUE_NULL -> null;
                case VALUE_NUMBER_FLOAT -> finite(json.getDoubleValue());
                case VALUE_NUMBER_INT -> whole();
                default -> throw new BrokenRule("its state is cut");
            };
        }

        private Object whole() throws IOException, BrokenRule {
            if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                throw new BrokenRule("its state has a number beyond 64 bits: " + json.getText());
            }
            return json.getLongValue();
        }

        private Object finite(double value) throws IOException, BrokenRule {
            if (!Double.isFinite(value)) {
                throw new BrokenRule("its state has a number out of range: " + json.getText());
            }
            return value;
        }

        private List<Object> list() throws IOException, BrokenRule {
            List<Object> list = new ArrayList<>();
            while (next() != JsonToken.END_ARRAY) {
                list.add(value());
            }
            return list;
        }

        private JsonToken next() throws IOException, BrokenRule {
            JsonToken token = json.nextToken();
            if (token == null) {
                throw new BrokenRule("its state is cut");
            }
            return token;
        }

        private Object object() throws IOException, BrokenRule {
            Map<String, Object> map = new LinkedHashMap<>();
            while (next() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                next();
                if (key.equals(TENSOR) || key.equals(DOUBLE)) {
                    return special(key, map.isEmpty());
                }
                map.put(key.startsWith("$") ? key.substring(1) : key, value());
            }
            return map;
        }

        private Object special(String key, boolean alone) throws IOException, BrokenRule {
            Object content = value();
            if (!alone || next() != JsonToken.END_OBJECT || !(content instanceof String name)) {
                throw new BrokenRule("its state uses " + key + " in a wrong way");
            }
            if (key.equals(TENSOR)) {
                Tensor tensor = tensors.get(name);
                if (tensor == null) {
                    throw new BrokenRule("its state names a tensor it lacks: \"" + name + "\"");
                }
                return tensor;
            }
            return switch (name) {
                case "NaN" -> Double.NaN;
                case "Infinity" -> Double.POSITIVE_INFINITY;
                case "-Infinity" -> Double.NEGATIVE_INFINITY;
                default -> throw new BrokenRule("its state has no such number: " + name);
            };
        }
    }

    /** A copy that later changes of the original do not reach. */
    static Map<String, Object> copyOf(Map<String, ?> state) {
        Map<String, Object> copy = new LinkedHashMap<>();
        state.forEach((key, value) -> copy.put(key, copyOf(value)));
        return copy;
    }

    private static Object copyOf(Object value) {
        if (value instanceof Tensor tensor) {
            return tensor.detach().clone();
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, each) -> copy.put(key, copyOf(each)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(each -> copy.add(copyOf(each)));
            return copy;
        }
        return value;
    }
}

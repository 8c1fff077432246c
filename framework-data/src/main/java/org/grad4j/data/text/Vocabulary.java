package org.grad4j.data.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Numbers for tokens, from 0: first the special ones, then those counted, the most frequent first
 * and equally frequent ones in alphabetical order (as torchtext's {@code
 * build_vocab_from_iterator}).
 *
 * <pre>{@code
 * Vocabulary words = Vocabulary.builder(Tokenizer.words()).minCount(2).unknown("<unk>").build(lines);
 * long[] ids = words.encode("the cat sat");
 * }</pre>
 *
 * <p>A token that the vocabulary does not have is encoded as the unknown one, if there is one, and
 * is an error otherwise. {@link #tokens()} and {@link #of} store a vocabulary and make it again.
 * Immutable and safe for concurrent use.
 */
public final class Vocabulary {
    private final Tokenizer tokenizer;
    private final List<String> tokens;
    private final Map<String, Integer> ids = new HashMap<>();
    private final String unknown;

    private Vocabulary(Tokenizer tokenizer, List<String> tokens, String unknown) {
        this.tokenizer = Objects.requireNonNull(tokenizer, "the tokenizer is null");
        this.tokens = List.copyOf(tokens);
        this.unknown = unknown;
        for (String token : this.tokens) {
            if (ids.put(token, ids.size()) != null) {
                throw new IllegalArgumentException("the token \"" + token + "\" occurs twice");
            }
        }
        if (unknown != null && !ids.containsKey(unknown)) {
            throw new IllegalArgumentException(
                    "the unknown token \"" + unknown + "\" is not among the tokens");
        }
    }

    /**
     * A vocabulary with given numbers.
     *
     * @param tokenizer cuts texts into tokens
     * @param tokens the tokens by their numbers
     * @param unknown the one that stands for all others, or null for none
     * @return the vocabulary
     * @throws IllegalArgumentException if a token occurs twice, or the unknown one is not among
     *     them
     * @throws NullPointerException if the tokenizer, the list or a token is null
     */
    public static Vocabulary of(Tokenizer tokenizer, List<String> tokens, String unknown) {
        return new Vocabulary(
                tokenizer, Objects.requireNonNull(tokens, "the tokens are null"), unknown);
    }

    /**
     * Starts a vocabulary whose tokens are counted in texts.
     *
     * @param tokenizer cuts texts into tokens
     * @return a builder with the defaults
     * @throws NullPointerException if it is null
     */
    public static Builder builder(Tokenizer tokenizer) {
        return new Builder(Objects.requireNonNull(tokenizer, "the tokenizer is null"));
    }

    /**
     * Number of tokens.
     *
     * @return the number
     */
    public int size() {
        return tokens.size();
    }

    /**
     * The tokens by their numbers.
     *
     * @return an unmodifiable list
     */
    public List<String> tokens() {
        return tokens;
    }

    /**
     * Whether a token has a number of its own.
     *
     * @param token the token
     * @return true if it has
     */
    public boolean contains(String token) {
        return ids.containsKey(token);
    }

    /**
     * Number of the token that stands for those without a number.
     *
     * @return the number; empty if there is none
     */
    public OptionalInt unknownId() {
        return unknown == null ? OptionalInt.empty() : OptionalInt.of(ids.get(unknown));
    }

    /**
     * Number of a token.
     *
     * @param token the token
     * @return its number, or that of the unknown token
     * @throws IllegalArgumentException if it has none and there is no unknown token
     */
    public int id(String token) {
        Integer id = ids.get(token);
        if (id == null) {
            id = ids.get(unknown);
        }
        if (id == null) {
            throw new IllegalArgumentException(
                    "the token \""
                            + token
                            + "\" is not among the vocabulary's "
                            + tokens.size()
                            + "; build it with unknown(\"<unk>\") to give such tokens a number");
        }
        return id;
    }

    /**
     * The token of a number.
     *
     * @param id the number
     * @return its token
     * @throws IllegalArgumentException if it is not in {@code [0, size())}
     */
    public String token(long id) {
        if (id < 0 || id >= tokens.size()) {
            throw new IllegalArgumentException(
                    "number " + id + " is not in [0, " + tokens.size() + ")");
        }
        return tokens.get((int) id);
    }

    /**
     * The numbers of a text's tokens.
     *
     * @param text the text
     * @return one number for each token
     * @throws IllegalArgumentException if a token has no number and there is no unknown token
     * @throws NullPointerException if the text is null
     */
    public long[] encode(String text) {
        return tokenizer.tokens(text).stream().mapToLong(this::id).toArray();
    }

    /**
     * The tokens of numbers; join them by nothing or by a space to have a text again.
     *
     * @param ids the numbers
     * @return one token for each
     * @throws IllegalArgumentException if a number is not in {@code [0, size())}
     */
    public List<String> decode(long... ids) {
        List<String> decoded = new ArrayList<>(ids.length);
        for (long id : ids) {
            decoded.add(token(id));
        }
        return decoded;
    }

    /** The number of tokens. */
    @Override
    public String toString() {
        return "Vocabulary[" + tokens.size() + " tokens]";
    }

    /** Settings of a vocabulary to be counted. */
    public static final class Builder {
        private final Tokenizer tokenizer;
        private int minCount = 1;
        private int maxSize = Integer.MAX_VALUE;
        private List<String> specials = List.of();
        private String unknown;

        private Builder(Tokenizer tokenizer) {
            this.tokenizer = tokenizer;
        }

        /**
         * Leaves out tokens that occur less often; by default none.
         *
         * @param minCount how often a token must occur, at least 1
         * @return this builder
         * @throws IllegalArgumentException if it is less
         */
        public Builder minCount(int minCount) {
            if (minCount < 1) {
                throw new IllegalArgumentException("minCount must be at least 1, got " + minCount);
            }
            this.minCount = minCount;
            return this;
        }

        /**
         * The most tokens, special ones included; the rarest are left out. By default no limit.
         *
         * @param maxSize the most tokens, at least 1
         * @return this builder
         * @throws IllegalArgumentException if it is less
         */
        public Builder maxSize(int maxSize) {
            if (maxSize < 1) {
                throw new IllegalArgumentException("maxSize must be at least 1, got " + maxSize);
            }
            this.maxSize = maxSize;
            return this;
        }

        /**
         * Tokens with the first numbers, whether they occur or not, such as {@code "<pad>",
         * "<bos>", "<eos>"}; by default none.
         *
         * @param specials the tokens
         * @return this builder
         * @throws NullPointerException if one is null
         */
        public Builder specials(String... specials) {
            this.specials = List.of(specials);
            return this;
        }

        /**
         * The token that stands for all without a number; it is the first unless it is among the
         * special ones. By default none.
         *
         * @param unknown the token
         * @return this builder
         * @throws NullPointerException if it is null
         */
        public Builder unknown(String unknown) {
            this.unknown = Objects.requireNonNull(unknown, "the unknown token is null");
            return this;
        }

        /**
         * Counts the tokens of texts.
         *
         * @param texts the texts, such as the lines of a training file
         * @return the vocabulary
         * @throws IllegalArgumentException if a special token occurs twice among the special ones
         * @throws NullPointerException if a text is null
         */
        public Vocabulary build(Iterable<String> texts) {
            Map<String, Integer> counts = new HashMap<>();
            for (String text : texts) {
                for (String token : tokenizer.tokens(text)) {
                    counts.merge(token, 1, Integer::sum);
                }
            }
            List<String> tokens = new ArrayList<>();
            if (unknown != null && !specials.contains(unknown)) {
                tokens.add(unknown);
            }
            tokens.addAll(specials);
            tokens.forEach(counts::remove);
            int room = Math.max(0, maxSize - tokens.size());
            counts.entrySet().stream()
                    .filter(entry -> entry.getValue() >= minCount)
                    .sorted(
                            Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                                    .thenComparing(Map.Entry.comparingByKey()))
                    .limit(room)
                    .forEach(entry -> tokens.add(entry.getKey()));
            return new Vocabulary(tokenizer, tokens, unknown);
        }
    }
}

package org.grad4j.data.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a text into tokens. */
@FunctionalInterface
public interface Tokenizer {

    /**
     * The tokens of a text, in order.
     *
     * @param text the text
     * @return its tokens, none null
     */
    List<String> tokens(String text);

    /**
     * Every character is a token; one beyond the 16 bits of a {@code char} (an emoji) stays whole.
     *
     * @return the tokenizer
     */
    static Tokenizer characters() {
        return text -> requireText(text).codePoints().mapToObj(Character::toString).toList();
    }

    /**
     * What stands between white space is a token.
     *
     * @return the tokenizer
     */
    static Tokenizer words() {
        return matching(Pattern.compile("\\S+"));
    }

    /**
     * What an expression matches is a token, the rest is dropped; {@code "\\w+|[^\\w\\s]"} gives
     * words and punctuation marks.
     *
     * @param pattern the expression
     * @return the tokenizer
     * @throws NullPointerException if it is null
     */
    static Tokenizer matching(Pattern pattern) {
        Objects.requireNonNull(pattern, "the pattern is null");
        return text -> {
            List<String> tokens = new ArrayList<>();
            Matcher matcher = pattern.matcher(requireText(text));
            while (matcher.find()) {
                tokens.add(matcher.group());
            }
            return tokens;
        };
    }

    private static String requireText(String text) {
        return Objects.requireNonNull(text, "the text is null");
    }
}

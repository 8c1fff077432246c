package org.grad4j.data.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    private static final List<String> LINES = List.of("b a c a", "a b d");

    @Test
    void no_text_gives_the_special_tokens_alone() {
        Vocabulary empty = Vocabulary.builder(Tokenizer.words()).build(List.of());
        assertEquals(0, empty.size());
        assertEquals(0, empty.encode(" ").length);
        Vocabulary special =
                Vocabulary.builder(Tokenizer.words())
                        .specials("<pad>", "<unk>")
                        .unknown("<unk>")
                        .build(List.of(""));
        assertEquals(List.of("<pad>", "<unk>"), special.tokens());
        assertArrayEquals(new long[] {1}, special.encode("x"));
    }

    @Test
    void frequent_tokens_come_first_and_equals_by_the_alphabet() {
        Vocabulary words = Vocabulary.builder(Tokenizer.words()).build(LINES);
        assertEquals(List.of("a", "b", "c", "d"), words.tokens());
        assertArrayEquals(new long[] {3, 0, 1}, words.encode("d  a\tb"));
        assertEquals(List.of("d", "a", "b"), words.decode(3, 0, 1));
        assertEquals("Vocabulary[4 tokens]", words.toString());
    }

    @Test
    void rare_tokens_are_left_out_and_become_the_unknown_one() {
        Vocabulary words =
                Vocabulary.builder(Tokenizer.words()).minCount(2).unknown("<unk>").build(LINES);
        assertEquals(List.of("<unk>", "a", "b"), words.tokens());
        assertArrayEquals(new long[] {1, 0, 2}, words.encode("a c b"));
        assertEquals(OptionalInt.of(0), words.unknownId());
        assertTrue(words.contains("a"));
        assertFalse(words.contains("c"));
        Vocabulary two = Vocabulary.builder(Tokenizer.words()).maxSize(2).build(LINES);
        assertEquals(List.of("a", "b"), two.tokens());
    }

    @Test
    void a_token_without_a_number_is_an_error_unless_there_is_an_unknown_one() {
        Vocabulary words = Vocabulary.builder(Tokenizer.words()).build(LINES);
        assertEquals(OptionalInt.empty(), words.unknownId());
        assertEquals(
                "the token \"z\" is not among the vocabulary's 4; build it with unknown(\"<unk>\")"
                        + " to give such tokens a number",
                assertThrows(IllegalArgumentException.class, () -> words.encode("a z"))
                        .getMessage());
        assertEquals(
                "number 4 is not in [0, 4)",
                assertThrows(IllegalArgumentException.class, () -> words.decode(4)).getMessage());
    }

    @Test
    void characters_are_code_points_and_spaces_count() {
        Vocabulary characters = Vocabulary.builder(Tokenizer.characters()).build(List.of("a b😀"));
        assertEquals(4, characters.size());
        long[] ids = characters.encode("b😀 a");
        assertEquals(4, ids.length);
        assertEquals("b😀 a", String.join("", characters.decode(ids)));
    }

    @Test
    void expressions_cut_words_from_punctuation() {
        Tokenizer tokenizer = Tokenizer.matching(Pattern.compile("\\w+|[^\\w\\s]"));
        assertEquals(List.of("No", ",", "stop", "!"), tokenizer.tokens("No, stop!"));
        assertThrows(NullPointerException.class, () -> tokenizer.tokens(null));
    }

    @Test
    void a_vocabulary_is_made_again_from_its_tokens() {
        Vocabulary words = Vocabulary.builder(Tokenizer.words()).unknown("?").build(LINES);
        Vocabulary again = Vocabulary.of(Tokenizer.words(), words.tokens(), "?");
        assertArrayEquals(words.encode("a b z"), again.encode("a b z"));
        assertEquals(
                "the token \"a\" occurs twice",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Vocabulary.of(Tokenizer.words(), List.of("a", "a"), null))
                        .getMessage());
        assertEquals(
                "the unknown token \"?\" is not among the tokens",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Vocabulary.of(Tokenizer.words(), List.of("a"), "?"))
                        .getMessage());
    }

    @Test
    void settings_are_checked() {
        Vocabulary.Builder builder = Vocabulary.builder(Tokenizer.words());
        assertThrows(IllegalArgumentException.class, () -> builder.minCount(0));
        assertThrows(IllegalArgumentException.class, () -> builder.maxSize(0));
        assertThrows(NullPointerException.class, () -> builder.unknown(null));
        assertThrows(NullPointerException.class, () -> Vocabulary.builder(null));
    }
}

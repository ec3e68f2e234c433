package io.tollgate.console;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One line of the system page.
 *
 * @param key of its name among the messages
 * @param text what is shown as it is; absent where {@code word} or {@code at} says it
 * @param word key of a word among the messages
 * @param details what stands in the blanks of that word
 * @param at a moment, which the browser writes in its own time
 * @param mood whether that is as it should be
 */
record Fact(
        String key,
        @Nullable String text,
        @Nullable String word,
        List<String> details,
        @Nullable Instant at,
        Mood mood) {

    /** Several facts under one heading. */
    record Section(String key, String icon, List<Fact> facts) {}

    /** How to take a fact. */
    enum Mood {
        PLAIN,
        GOOD,
        WARNING,
        BAD;

        /** The colour of its badge; empty without one. */
        public String colour() {
            return switch (this) {
                case PLAIN -> "";
                case GOOD -> "green";
                case WARNING -> "orange";
                case BAD -> "red";
            };
        }
    }

    static Fact text(String key, String text) {
        return text(key, text, Mood.PLAIN);
    }

    static Fact word(String key, String word, Mood mood) {
        return new Fact(key, null, word, List.of(), null, mood);
    }

    static Fact text(String key, String text, Mood mood) {
        return new Fact(key, text, null, List.of(), null, mood);
    }

    static Fact moment(String key, Instant at) {
        return new Fact(key, null, null, List.of(), at, Mood.PLAIN);
    }

    /** How long something has lasted, to the minute. */
    static Fact time(String key, Duration time) {
        List<String> details = Stream.of(time.toDays(), time.toHoursPart(), time.toMinutesPart())
                .map(String::valueOf)
                .toList();
        return new Fact(key, null, "time", details, null, Mood.PLAIN);
    }
}

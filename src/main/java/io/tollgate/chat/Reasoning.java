package io.tollgate.chat;

import org.jspecify.annotations.Nullable;

/**
 * How much a model thinks before it answers.
 *
 * @param effort in words; absent when only a budget is said
 * @param budget in tokens; 0 for none, absent when only an effort is said or the model decides
 * @param shown whether the client wants to see the thinking; absent for the provider's default
 */
public record Reasoning(
        @Nullable Effort effort,
        @Nullable Integer budget,
        @Nullable Boolean shown) {

    /** Effort in words, from least to most. */
    public enum Effort {
        NONE("none", 0),
        MINIMAL("minimal", 1024),
        LOW("low", 2048),
        MEDIUM("medium", 8192),
        HIGH("high", 24_576),
        XHIGH("xhigh", 32_768),
        MAX("max", 65_536);

        private final String word;
        private final int budget;

        Effort(String word, int budget) {
            this.word = word;
            this.budget = budget;
        }

        /** As OpenAI writes it. */
        public String word() {
            return word;
        }

        /** A budget of about this effort, in tokens. */
        public int budget() {
            return budget;
        }

        /** The effort of that word, if it is one. */
        public static @Nullable Effort of(String word) {
            for (Effort effort : values()) {
                if (effort.word.equals(word)) {
                    return effort;
                }
            }
            return null;
        }

        private static Effort atMost(int budget) {
            Effort found = NONE;
            for (Effort effort : values()) {
                found = effort.budget <= budget ? effort : found;
            }
            return found == NONE && budget > 0 ? MINIMAL : found;
        }
    }

    /** The effort, put in words where only a budget is known; absent when the model decides. */
    public @Nullable Effort inWords() {
        return effort != null ? effort : budget == null ? null : Effort.atMost(budget);
    }

    /** The budget, put in tokens where only an effort is known; absent when the model decides. */
    public @Nullable Integer inTokens() {
        return budget != null ? budget : effort == null ? null : (Integer) effort.budget();
    }

    /** Whether no thinking is wanted. */
    public boolean isOff() {
        return effort == Effort.NONE || budget != null && budget == 0;
    }
}

package io.tollgate.dialect;

import io.tollgate.chat.FinishReason;

/** Gemini's words for why an answer ended. */
final class GeminiFinish {

    /** A call whose arguments are no JSON. */
    static final String MALFORMED_CALL = "MALFORMED_FUNCTION_CALL";

    private GeminiFinish() {}

    static String word(FinishReason reason) {
        return switch (reason) {
            case STOP, STOP_SEQUENCE, TOOL_CALLS -> "STOP";
            case LENGTH -> "MAX_TOKENS";
            case CONTENT_FILTER -> "SAFETY";
        };
    }

    /** @param calls whether the answer calls tools, which Gemini has no word for */
    static FinishReason of(String word, boolean calls) {
        return switch (word) {
            case "MAX_TOKENS" -> FinishReason.LENGTH;
            case "SAFETY",
                    "RECITATION",
                    "LANGUAGE",
                    "BLOCKLIST",
                    "PROHIBITED_CONTENT",
                    "SPII",
                    "MODEL_ARMOR",
                    "IMAGE_SAFETY",
                    "IMAGE_PROHIBITED_CONTENT",
                    "IMAGE_RECITATION" -> FinishReason.CONTENT_FILTER;
            default -> calls ? FinishReason.TOOL_CALLS : FinishReason.STOP;
        };
    }
}

package io.tollgate.dialect;

import io.tollgate.chat.FinishReason;

/** OpenAI's words for why an answer ended. */
final class OpenAiFinish {

    private OpenAiFinish() {}

    static String word(FinishReason reason) {
        return switch (reason) {
            case STOP, STOP_SEQUENCE -> "stop";
            case LENGTH -> "length";
            case TOOL_CALLS -> "tool_calls";
            case CONTENT_FILTER -> "content_filter";
        };
    }

    static FinishReason of(String word) {
        return switch (word) {
            case "length", "model_length" -> FinishReason.LENGTH;
            case "tool_calls", "function_call" -> FinishReason.TOOL_CALLS;
            case "content_filter" -> FinishReason.CONTENT_FILTER;
            default -> FinishReason.STOP;
        };
    }
}

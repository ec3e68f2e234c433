package io.tollgate.dialect;

import io.tollgate.chat.FinishReason;

/** Anthropic's words for why an answer ended. */
final class AnthropicFinish {

    private AnthropicFinish() {}

    static String word(FinishReason reason) {
        return switch (reason) {
            case STOP -> "end_turn";
            case STOP_SEQUENCE -> "stop_sequence";
            case LENGTH -> "max_tokens";
            case TOOL_CALLS -> "tool_use";
            case CONTENT_FILTER -> "refusal";
        };
    }

    /** A turn that was paused, and words not known yet, count as an end. */
    static FinishReason of(String word) {
        return switch (word) {
            case "stop_sequence" -> FinishReason.STOP_SEQUENCE;
            case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
            case "tool_use" -> FinishReason.TOOL_CALLS;
            case "refusal" -> FinishReason.CONTENT_FILTER;
            default -> FinishReason.STOP;
        };
    }
}

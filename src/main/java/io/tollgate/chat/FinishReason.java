package io.tollgate.chat;

/** Why an answer ended. */
public enum FinishReason {
    /** All is said. */
    STOP,
    /** One of the client's stop sequences came. */
    STOP_SEQUENCE,
    /** The limit of tokens, or the model's context, was reached. */
    LENGTH,
    /** The model waits for tools. */
    TOOL_CALLS,
    /** The provider's filter held the answer back, or the model refused. */
    CONTENT_FILTER
}

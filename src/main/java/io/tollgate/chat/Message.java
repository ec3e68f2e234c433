package io.tollgate.chat;

import java.util.List;

/**
 * One turn of a conversation.
 *
 * @param content a message of {@link Role#TOOL} holds {@link Content.ToolResult}s only; nobody else's holds any
 */
public record Message(Role role, List<Content> content) {

    /** Whose turn it is. */
    public enum Role {
        /** Instructions. */
        SYSTEM,
        USER,
        ASSISTANT,
        /** What the tools answered. */
        TOOL
    }

    public static Message of(Role role, String text) {
        return new Message(role, List.of(new Content.Text(text)));
    }
}

package io.tollgate.dialect;

import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.Content;
import io.tollgate.chat.Message;
import io.tollgate.chat.Message.Role;
import io.tollgate.chat.Sampling;
import io.tollgate.chat.ToolChoice;
import java.util.List;

/** Writes a conversation as one text: what the user alone says as it is, else a line for each turn. */
final class ConversationWriter {

    private final Destination to;

    ConversationWriter(Destination to) {
        this.to = to;
    }

    String write(ChatRequest chat) throws DialectException {
        refuse(chat);
        losses(chat);
        List<Message> messages = chat.messages();
        if (messages.size() == 1 && messages.getFirst().role() == Role.USER) {
            return text(messages.getFirst().content());
        }
        StringBuilder lines = new StringBuilder();
        for (Message message : messages) {
            String text = text(message.content());
            if (!text.isBlank()) {
                lines.append(lines.isEmpty() ? "" : "\n")
                        .append(speaker(message.role()))
                        .append(": ")
                        .append(text);
            }
        }
        return lines.toString();
    }

    private static void refuse(ChatRequest chat) throws DialectException {
        if (!chat.tools().isEmpty() && !(chat.toolChoice() instanceof ToolChoice.None)) {
            throw Unconvertible.of("tools", "A tool");
        }
        if (chat.format() != null) {
            throw Unconvertible.of("response_format", "A format of the answer");
        }
        Integer choices = chat.sampling().choices();
        if (choices != null && choices > 1) {
            throw Unconvertible.of("n", "More than one answer");
        }
    }

    private static String speaker(Role role) {
        return switch (role) {
            case SYSTEM -> "System";
            case USER -> "User";
            case ASSISTANT -> "Assistant";
            case TOOL -> "Tool";
        };
    }

    private String text(List<Content> content) throws DialectException {
        StringBuilder text = new StringBuilder();
        for (Content part : content) {
            String more = text(part);
            text.append(text.isEmpty() || more.isEmpty() ? "" : "\n").append(more);
        }
        return text.toString();
    }

    private String text(Content part) throws DialectException {
        return switch (part) {
            case Content.Text(String text) -> text;
            case Content.Refusal(String text) -> text;
            case Content.ToolResult result -> text(result.content());
            case Content.Image _ -> throw Unconvertible.of("messages", "An image");
            case Content.Document _ -> throw Unconvertible.of("messages", "A file");
            case Content.Audio _ -> throw Unconvertible.of("messages", "Sound");
            case Content.ToolCall _ -> lost("tool_calls");
            case Content.Thinking _ -> lost("thinking");
            case Content.CachePoint _ -> lost("cache_control");
            case Content.Opaque(String dialect, var _) -> lost(dialect + " content");
        };
    }

    private String lost(String name) {
        to.losses().dropped(name);
        return "";
    }

    /** Only the text arrives. */
    private void losses(ChatRequest chat) {
        Sampling sampling = chat.sampling();
        lose("max_tokens", sampling.maxTokens() != null);
        lose("temperature", sampling.temperature() != null);
        lose("top_p", sampling.topP() != null);
        lose("top_k", sampling.topK() != null);
        lose("seed", sampling.seed() != null);
        lose("presence_penalty", sampling.presencePenalty() != null);
        lose("frequency_penalty", sampling.frequencyPenalty() != null);
        lose("stop", !sampling.stop().isEmpty());
        lose("logprobs", Boolean.TRUE.equals(sampling.logprobs()));
        lose("reasoning_effort", chat.reasoning() != null && !chat.reasoning().isOff());
        lose("tools", !chat.tools().isEmpty());
        lose("user", chat.user() != null);
        lose("metadata", !chat.metadata().isEmpty());
    }

    private void lose(String name, boolean lost) {
        if (lost) {
            to.losses().dropped(name);
        }
    }
}

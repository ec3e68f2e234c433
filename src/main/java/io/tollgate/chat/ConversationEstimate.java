package io.tollgate.chat;

/**
 * An estimate of how many tokens a conversation has, where its provider does not count: all its text, with the
 * definitions and arguments of its tools as JSON. What is no text counts the same whatever its size.
 */
public final class ConversationEstimate {

    /** Tokens of an image, of a document or of a sound. */
    public static final int MEDIA_TOKENS = 1_000;

    private final TokenEstimate text = new TokenEstimate();
    private long media;

    private ConversationEstimate() {}

    /** The tokens of a conversation. */
    public static long of(ChatRequest chat) {
        ConversationEstimate estimate = new ConversationEstimate();
        chat.messages().forEach(message -> message.content().forEach(estimate::add));
        chat.tools().forEach(estimate::add);
        if (chat.format() instanceof OutputFormat.JsonSchema format) {
            estimate.text.add(format.schema().toString());
        }
        return estimate.text.tokens() + estimate.media;
    }

    private void add(Content part) {
        switch (part) {
            case Content.Text words -> text.add(words.text());
            case Content.Thinking thought -> text.add(thought.text());
            case Content.Refusal refusal -> text.add(refusal.text());
            case Content.ToolCall call -> {
                text.add(call.name());
                text.add(call.arguments());
            }
            case Content.ToolResult result -> result.content().forEach(this::add);
            case Content.Opaque opaque -> text.add(opaque.block().toString());
            case Content.Image _, Content.Document _, Content.Audio _ -> media += MEDIA_TOKENS;
            case Content.CachePoint _ -> {
                // is no part of the text
            }
        }
    }

    private void add(Tool tool) {
        switch (tool) {
            case Tool.Function function -> {
                text.add(function.name());
                if (function.description() != null) {
                    text.add(function.description());
                }
                if (function.parameters() != null) {
                    text.add(function.parameters().toString());
                }
            }
            case Tool.OfProvider own -> text.add(own.definition().toString());
        }
    }
}

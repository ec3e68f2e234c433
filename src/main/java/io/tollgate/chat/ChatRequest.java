package io.tollgate.chat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A conversation to be continued, in no dialect. What the client did not say is absent, so that the provider's own
 * default holds.
 *
 * @param messages in their order, instructions among them where the client put them
 * @param parallelTools whether one answer may call several tools
 * @param reasoning how much thinking is wanted
 * @param user the client's name for its end user
 * @param metadata the client's own labels
 */
public record ChatRequest(
        List<Message> messages,
        List<Tool> tools,
        @Nullable ToolChoice toolChoice,
        @Nullable Boolean parallelTools,
        Sampling sampling,
        @Nullable OutputFormat format,
        @Nullable Reasoning reasoning,
        @Nullable String user,
        Map<String, String> metadata)
        implements Asked {

    /** A conversation with nothing but messages. */
    public static ChatRequest of(List<Message> messages) {
        return new ChatRequest(messages, List.of(), null, null, Sampling.DEFAULT, null, null, null, Map.of());
    }
}

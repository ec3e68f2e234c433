package io.tollgate.dialect;

import io.tollgate.chat.ChatAnswer;
import io.tollgate.chat.Content;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a whole chat completion. */
final class OpenAiAnswerWriter {

    private OpenAiAnswerWriter() {}

    static ObjectNode write(ChatAnswer answer, String model) {
        ObjectNode node = Json.object()
                .put("id", answer.id().isEmpty() ? CallIds.fresh("chatcmpl-") : answer.id())
                .put("object", "chat.completion")
                .put("created", Instant.now().getEpochSecond())
                .put("model", model);
        ArrayNode choices = node.putArray("choices");
        answer.choices().forEach(choice -> choices.add(choice(choice)));
        node.set("usage", OpenAiUsage.chat(answer.usage()));
        return node;
    }

    private static ObjectNode choice(ChatAnswer.Choice choice) {
        ObjectNode node = Json.object().put("index", choice.index());
        ObjectNode message = node.putObject("message").put("role", "assistant");
        StringBuilder text = new StringBuilder();
        StringBuilder refusal = new StringBuilder();
        List<Content.Thinking> thinking = new ArrayList<>();
        List<Content.ToolCall> calls = new ArrayList<>();
        node.putNull("logprobs");
        for (Content part : choice.content()) {
            switch (part) {
                case Content.Text(String more) -> text.append(more);
                case Content.Refusal(String more) -> refusal.append(more);
                case Content.Thinking thought -> thinking.add(thought);
                case Content.ToolCall call -> calls.add(call);
                case Content.Opaque(String dialect, var block) -> {
                    if (dialect.equals(OpenAiProviderDialect.NAME) && block.has("logprobs")) {
                        node.set("logprobs", block.get("logprobs"));
                    }
                }
                case Content.Image _,
                        Content.Document _,
                        Content.Audio _,
                        Content.ToolResult _,
                        Content.CachePoint _ -> {
                    // no answer holds these
                }
            }
        }
        message.put("content", text.isEmpty() && (!calls.isEmpty() || !refusal.isEmpty()) ? null : text.toString());
        message.put("refusal", refusal.isEmpty() ? null : refusal.toString());
        OpenAiThinking.write(message, thinking);
        if (!calls.isEmpty()) {
            ArrayNode list = message.putArray("tool_calls");
            calls.forEach(call -> list.add(call(call)));
        }
        return node.put("finish_reason", OpenAiFinish.word(choice.finish()));
    }

    /** A tool call as a message holds it. */
    static ObjectNode call(Content.ToolCall call) {
        ObjectNode node = Json.object().put("id", call.id()).put("type", "function");
        node.putObject("function").put("name", call.name()).put("arguments", call.arguments());
        OpenAiThinking.seal(node, call.seal());
        return node;
    }
}

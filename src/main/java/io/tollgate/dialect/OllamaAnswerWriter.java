package io.tollgate.dialect;

import io.tollgate.chat.ChatAnswer;
import io.tollgate.chat.Content;
import io.tollgate.chat.FinishReason;
import io.tollgate.chat.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes Ollama's answers, whole or a line at a time; both have the same form.
 *
 * @param model the name the client asked for
 * @param generate whether it is the answer to a prompt, not to a conversation
 */
record OllamaAnswerWriter(String model, boolean generate) {

    ObjectNode whole(ChatAnswer answer) {
        StringBuilder text = new StringBuilder();
        StringBuilder thinking = new StringBuilder();
        List<Content.ToolCall> calls = new ArrayList<>();
        FinishReason reason = FinishReason.STOP;
        if (!answer.choices().isEmpty()) {
            ChatAnswer.Choice choice = answer.choices().getFirst();
            reason = choice.finish();
            for (Content part : choice.content()) {
                switch (part) {
                    case Content.Text(String more) -> text.append(more);
                    case Content.Refusal(String more) -> text.append(more);
                    case Content.Thinking thought -> thinking.append(thought.text());
                    case Content.ToolCall call -> calls.add(call);
                    case Content.Image _,
                            Content.Document _,
                            Content.Audio _,
                            Content.ToolResult _,
                            Content.CachePoint _,
                            Content.Opaque _ -> {
                        // has no place here
                    }
                }
            }
        }
        return end(line(text.toString(), thinking.toString(), calls), reason, answer.usage(), 0, 0);
    }

    ObjectNode line(String text, String thinking, List<Content.ToolCall> calls) {
        ObjectNode line = Json.object()
                .put("model", model)
                .put("created_at", Instant.now().toString());
        ObjectNode holder = generate ? line : line.putObject("message").put("role", "assistant");
        holder.put(generate ? "response" : "content", text);
        if (!thinking.isEmpty()) {
            holder.put("thinking", thinking);
        }
        if (!calls.isEmpty()) {
            ArrayNode list = holder.putArray("tool_calls");
            calls.forEach(call -> list.add(call(call, list.size())));
        }
        return line.put("done", false);
    }

    private static ObjectNode call(Content.ToolCall call, int index) {
        ObjectNode node = Json.object().put("id", call.id());
        JsonNode arguments = Json.treeOrNull(call.arguments());
        node.putObject("function")
                .put("index", index)
                .put("name", call.name())
                .set("arguments", arguments instanceof ObjectNode ? arguments : Json.object());
        OpenAiThinking.seal(node, call.seal());
        return node;
    }

    ObjectNode end(ObjectNode line, FinishReason reason, Usage usage, long total, long evaluating) {
        line.put("done", true).put("done_reason", reason == FinishReason.LENGTH ? "length" : "stop");
        OllamaUsage.write(line, usage, total, evaluating);
        return line;
    }
}

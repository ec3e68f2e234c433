package io.tollgate.dialect;

import io.tollgate.chat.FinishReason;
import io.tollgate.chat.Usage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The response object of the Responses API, which says again what the request asked for. */
final class ResponsesAnswer {

    private ResponsesAnswer() {}

    /** An answer that has begun. */
    static ObjectNode begin(ClientRequest request) {
        ObjectNode asked = asked(request);
        ObjectNode answer = Json.object()
                .put("id", CallIds.fresh("resp_"))
                .put("object", "response")
                .put("created_at", Instant.now().getEpochSecond())
                .put("status", "in_progress")
                .put("background", false)
                .putNull("error")
                .putNull("incomplete_details")
                .put("model", request.model());
        answer.putArray("output");
        answer.put("parallel_tool_calls", asked.path("parallel_tool_calls").asBoolean(true))
                .putNull("previous_response_id")
                .put("store", false)
                .put("truncation", "disabled")
                .putNull("usage");
        for (String name : new String[] {
            "instructions", "max_output_tokens", "temperature", "top_p", "reasoning", "safety_identifier", "user"
        }) {
            echo(answer, name, asked, null);
        }
        echo(answer, "metadata", asked, Json.object());
        echo(answer, "text", asked, Json.object().set("format", Json.object().put("type", "text")));
        echo(answer, "tool_choice", asked, Json.object().stringNode("auto"));
        echo(answer, "tools", asked, Json.array());
        return answer;
    }

    private static void echo(ObjectNode answer, String name, ObjectNode asked, @Nullable JsonNode otherwise) {
        JsonNode value = asked.hasNonNull(name) ? asked.get(name) : otherwise;
        answer.set(name, value == null ? answer.nullNode() : value);
    }

    private static ObjectNode asked(ClientRequest request) {
        try {
            return switch (request) {
                case JsonRequest json -> Json.tree(json.body().open());
                case TreeRequest tree -> tree.body();
                case MultipartRequest _ -> Json.object();
            };
        } catch (StreamFormatException e) {
            throw new IllegalStateException("A checked request cannot be read again", e);
        }
    }

    static boolean isComplete(FinishReason reason) {
        return switch (reason) {
            case STOP, STOP_SEQUENCE, TOOL_CALLS -> true;
            case LENGTH, CONTENT_FILTER -> false;
        };
    }

    /** Says how the answer ended. */
    static void end(ObjectNode answer, FinishReason reason, ArrayNode output, @Nullable Usage usage) {
        answer.put("status", isComplete(reason) ? "completed" : "incomplete");
        if (!isComplete(reason)) {
            answer.putObject("incomplete_details")
                    .put("reason", reason == FinishReason.LENGTH ? "max_output_tokens" : "content_filter");
        }
        answer.set("output", output);
        if (usage != null) {
            answer.set("usage", OpenAiUsage.responses(usage));
        }
    }
}

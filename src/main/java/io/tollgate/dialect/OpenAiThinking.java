package io.tollgate.dialect;

import io.tollgate.chat.Content;
import io.tollgate.chat.Seal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Thinking inside chat completions, which OpenAI itself has no place for: the text in {@code reasoning_content} as
 * DeepSeek began it, seals in {@code reasoning_details} as OpenRouter began it, and the seal of a call in
 * {@code extra_content} as Google began it. A client that sends an answer's message back sends them back with it.
 */
final class OpenAiThinking {

    private static final String TEXT = "reasoning.text";
    private static final String ENCRYPTED = "reasoning.encrypted";

    private OpenAiThinking() {}

    /** The thinking in a message of the assistant's. */
    static List<Content> read(JsonNode message) {
        List<Content> thinking = new ArrayList<>();
        for (JsonNode detail : message.path("reasoning_details")) {
            String type = detail.path("type").asString("");
            if (type.equals(TEXT)) {
                String seal = detail.path("signature").asString("");
                thinking.add(new Content.Thinking(
                        detail.path("text").asString(""),
                        seal.isEmpty() ? null : Seal.unwrap(seal, OpenAiProviderDialect.NAME)));
            } else if (type.equals(ENCRYPTED)) {
                String data = detail.path("data").asString("");
                thinking.add(new Content.Thinking("", Seal.unwrap(data, OpenAiProviderDialect.NAME)));
            }
        }
        if (thinking.isEmpty()) {
            String text = text(message);
            if (!text.isEmpty()) {
                thinking.add(new Content.Thinking(text, null));
            }
        }
        return thinking;
    }

    /** The text of thinking in a message or a delta, under either of its names. */
    static String text(JsonNode message) {
        String text = message.path("reasoning_content").asString("");
        return text.isEmpty() ? message.path("reasoning").asString("") : text;
    }

    /** Adds thinking to a message. */
    static void write(ObjectNode message, List<Content.Thinking> thinking) {
        StringBuilder text = new StringBuilder();
        ArrayNode details = Json.array();
        for (Content.Thinking part : thinking) {
            text.append(part.text());
            if (part.seal() != null) {
                details.add(detail(part.text(), part.seal(), details.size()));
            }
        }
        if (!text.isEmpty()) {
            message.put("reasoning_content", text.toString());
        }
        if (!details.isEmpty()) {
            message.set("reasoning_details", details);
        }
    }

    /** One sealed piece of thinking. */
    static ObjectNode detail(String text, Seal seal, int index) {
        String value = seal.in(OpenAiProviderDialect.NAME);
        return text.isEmpty()
                ? Json.object().put("type", ENCRYPTED).put("data", value).put("index", index)
                : Json.object()
                        .put("type", TEXT)
                        .put("text", text)
                        .put("signature", value)
                        .put("index", index);
    }

    /** The seal of a tool call. */
    static @Nullable Seal seal(JsonNode call) {
        String value = call.path("extra_content")
                .path("google")
                .path("thought_signature")
                .asString("");
        return value.isEmpty() ? null : Seal.unwrap(value, "gemini");
    }

    /** Adds its seal to a tool call. */
    static void seal(ObjectNode call, @Nullable Seal seal) {
        if (seal != null) {
            call.putObject("extra_content").putObject("google").put("thought_signature", seal.in("gemini"));
        }
    }
}

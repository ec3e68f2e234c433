package io.tollgate.dialect;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Splits a complete OpenAI answer into the chunks of a stream, for a provider that does not stream when asked to. */
public final class ChunkSplitter {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private ChunkSplitter() {}

    /**
     * The chunks, as JSON: the choices first, then the usage.
     *
     * @throws StreamFormatException when the answer has no choices
     */
    public static List<byte[]> split(byte[] bytes, int from, int to) throws StreamFormatException {
        try {
            JsonNode tree = MAPPER.readTree(bytes, from, to - from);
            if (tree instanceof ObjectNode answer && answer.get("choices") instanceof ArrayNode choices) {
                return split(answer, choices);
            }
        } catch (JacksonException e) {
            throw new StreamFormatException("The answer is not valid JSON");
        }
        throw new StreamFormatException("The answer has no choices");
    }

    private static List<byte[]> split(ObjectNode answer, ArrayNode choices) {
        List<byte[]> chunks = new ArrayList<>();
        JsonNode usage = answer.remove("usage");
        if (answer.path("object").asString("").equals("chat.completion")) {
            answer.put("object", "chat.completion.chunk");
        }
        for (JsonNode choice : choices) {
            if (choice instanceof ObjectNode object) {
                chunks.add(MAPPER.writeValueAsBytes(
                        answer.set("choices", MAPPER.createArrayNode().add(delta(object)))));
            }
        }
        if (usage instanceof ObjectNode) {
            answer.set("choices", MAPPER.createArrayNode());
            chunks.add(MAPPER.writeValueAsBytes(answer.set("usage", usage)));
        }
        return chunks;
    }

    private static ObjectNode delta(ObjectNode choice) {
        if (choice.remove("message") instanceof ObjectNode message) {
            if (message.get("tool_calls") instanceof ArrayNode calls) {
                int index = 0;
                for (JsonNode call : calls) {
                    if (call instanceof ObjectNode object) {
                        object.put("index", index++);
                    }
                }
            }
            choice.set("delta", message);
        }
        return choice;
    }
}

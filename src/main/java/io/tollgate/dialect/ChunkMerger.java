package io.tollgate.dialect;

import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.POJONode;
import tools.jackson.databind.node.StringNode;

/**
 * Merges the chunks of a streamed OpenAI answer into the complete answer, all of its choices and all that they hold:
 * texts grow, lists of token probabilities grow, tool calls grow by their index, everything else keeps the last value
 * that is not null. Serves one exchange.
 */
public final class ChunkMerger {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    /** Texts that stay what they are when a provider repeats them. */
    private static final Set<String> FIXED = Set.of("role", "id", "type", "object", "model", "finish_reason", "format");

    private final ObjectNode answer = MAPPER.createObjectNode();
    private final TreeMap<Integer, ObjectNode> choices = new TreeMap<>();

    /**
     * Adds one chunk.
     *
     * @throws StreamFormatException when it is no JSON object
     */
    public void add(byte[] bytes, int from, int to) throws StreamFormatException {
        try {
            if (!(MAPPER.readTree(bytes, from, to - from) instanceof ObjectNode chunk)) {
                throw new StreamFormatException("A chunk of the stream is no JSON object");
            }
            merge(chunk);
        } catch (JacksonException e) {
            throw new StreamFormatException("A chunk of the stream is not valid JSON");
        }
    }

    private void merge(ObjectNode chunk) {
        for (var member : chunk.properties()) {
            JsonNode value = member.getValue();
            if (member.getKey().equals("choices") && value instanceof ArrayNode list) {
                if (!answer.has("choices")) {
                    answer.putArray("choices");
                }
                list.forEach(this::choice);
            } else if (!value.isNull() || !answer.has(member.getKey())) {
                answer.set(member.getKey(), value);
            }
        }
    }

    private void choice(JsonNode node) {
        if (!(node instanceof ObjectNode part)) {
            return;
        }
        int index = part.path("index").asInt(0);
        ObjectNode choice =
                choices.computeIfAbsent(index, key -> MAPPER.createObjectNode().put("index", key));
        for (var member : part.properties()) {
            String name = member.getKey();
            if (name.equals("delta") && member.getValue() instanceof ObjectNode delta) {
                ObjectNode message =
                        choice.get("message") instanceof ObjectNode known ? known : choice.putObject("message");
                grow(message, delta);
            } else if (!name.equals("index")) {
                growMember(choice, name, member.getValue());
            }
        }
    }

    private static void grow(ObjectNode whole, ObjectNode part) {
        for (var member : part.properties()) {
            if (!member.getKey().equals("index")) {
                growMember(whole, member.getKey(), member.getValue());
            }
        }
    }

    private static void growMember(ObjectNode whole, String name, JsonNode part) {
        JsonNode known = whole.get(name);
        if (part.isNull() && known != null) {
            return;
        }
        switch (known) {
            case StringNode text
            when part.isString() && !FIXED.contains(name) ->
                whole.putPOJO(name, new StringBuilder(text.stringValue()).append(part.stringValue()));
            case POJONode grown
            when grown.getPojo() instanceof StringBuilder text && part.isString() -> text.append(part.stringValue());
            case StringNode text when part.isString() && part.stringValue().isEmpty() -> whole.set(name, text);
            case ObjectNode object when part instanceof ObjectNode more -> grow(object, more);
            case ArrayNode array when part instanceof ArrayNode more -> append(array, more);
            case null, default ->
                whole.set(name, part instanceof ArrayNode list ? append(MAPPER.createArrayNode(), list) : part);
        }
    }

    /** Adds the elements of a list; those with an index grow the element of that index. */
    private static ArrayNode append(ArrayNode whole, ArrayNode part) {
        for (JsonNode element : part) {
            ObjectNode known = indexed(whole, element);
            if (known != null && element instanceof ObjectNode more) {
                grow(known, more);
            } else {
                whole.add(element);
            }
        }
        return whole;
    }

    private static @Nullable ObjectNode indexed(ArrayNode whole, JsonNode element) {
        if (!element.path("index").isInt()) {
            return null;
        }
        for (JsonNode candidate : whole) {
            if (candidate instanceof ObjectNode object && element.path("index").equals(candidate.get("index"))) {
                return object;
            }
        }
        return null;
    }

    /** The complete answer, as JSON in UTF-8. */
    public byte[] complete() {
        if (answer.path("object").asString("").endsWith(".chunk")) {
            answer.put("object", "chat.completion");
        }
        ArrayNode list = answer.putArray("choices");
        for (ObjectNode choice : choices.values()) {
            finish(choice);
            list.add(choice);
        }
        return MAPPER.writeValueAsBytes(answer);
    }

    /** Gives a choice what a complete one has, in its usual order. */
    private static void finish(ObjectNode choice) {
        if (choice.get("message") instanceof ObjectNode message) {
            if (!message.has("content")) {
                message.putNull("content");
            }
            if (message.get("tool_calls") instanceof ArrayNode calls) {
                calls.forEach(call -> {
                    if (call instanceof ObjectNode object) {
                        object.remove("index");
                    }
                });
            }
        }
        JsonNode reason = choice.remove("finish_reason");
        if (reason != null) {
            choice.set("finish_reason", reason);
        }
    }
}

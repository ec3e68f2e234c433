package io.tollgate.dialect;

import io.tollgate.chat.Content;
import io.tollgate.chat.Message;
import io.tollgate.chat.Message.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the turns of a conversation: the user and the assistant in strict turns, the user first, with what the tools
 * answered at the beginning of the user's. Instructions stand apart.
 */
final class AnthropicMessageWriter {

    /** What the user says in a conversation that the assistant began, because the user must begin. */
    private static final String OPENING = ".";

    private final AnthropicBlockWriter blocks;

    AnthropicMessageWriter(Destination to) {
        this.blocks = new AnthropicBlockWriter(to);
    }

    /** All instructions in their order, as blocks of text. */
    ArrayNode system(List<Message> messages) throws DialectException {
        ArrayNode system = Json.array();
        for (Message message : messages) {
            if (message.role() == Role.SYSTEM) {
                requireText(message.content());
                system.addAll(blocks.write(message.content()));
            }
        }
        return system;
    }

    static void requireText(List<Content> content) throws DialectException {
        for (Content part : content) {
            if (!(part instanceof Content.Text || part instanceof Content.CachePoint)) {
                throw Unconvertible.of("messages", "An instruction that is not text");
            }
        }
    }

    /** The turns. */
    ArrayNode turns(List<Message> messages) throws DialectException {
        ArrayNode turns = Json.array();
        for (Message message : messages) {
            switch (message.role()) {
                case SYSTEM -> {
                    // stands apart
                }
                case USER, TOOL -> add(turns, "user", blocks.write(message.content()));
                case ASSISTANT -> add(turns, "assistant", assistant(message.content()));
            }
        }
        if (last(turns) instanceof ObjectNode last && role(last).equals("assistant")) {
            trim(last);
        }
        turns.forEach(turn -> simplify((ObjectNode) turn));
        return turns;
    }

    private ArrayNode assistant(List<Content> content) throws DialectException {
        for (Content part : content) {
            if (part instanceof Content.Image || part instanceof Content.Document) {
                throw Unconvertible.of("messages", "An image or a file of the assistant's");
            }
        }
        return blocks.write(content);
    }

    private static void add(ArrayNode turns, String role, ArrayNode content) {
        if (content.isEmpty()) {
            return;
        }
        if (turns.isEmpty() && role.equals("assistant")) {
            turns.addObject().put("role", "user").putArray("content").add(text(OPENING));
        }
        JsonNode last = last(turns);
        if (last == null || !role(last).equals(role)) {
            turns.addObject().put("role", role).putArray("content").addAll(content);
            return;
        }
        append((ArrayNode) last.path("content"), content);
    }

    /** What tools answered goes before anything else. */
    private static void append(ArrayNode turn, ArrayNode more) {
        int place = 0;
        while (place < turn.size() && isResult(turn.get(place))) {
            place++;
        }
        for (JsonNode block : more) {
            if (isResult(block)) {
                turn.insert(place++, block);
            } else {
                turn.add(block);
            }
        }
    }

    private static boolean isResult(JsonNode block) {
        return block.path("type").asString("").equals("tool_result");
    }

    private static String role(JsonNode turn) {
        return turn.path("role").asString("");
    }

    private static @Nullable JsonNode last(ArrayNode list) {
        return list.isEmpty() ? null : list.get(list.size() - 1);
    }

    /** The beginning of an answer must not end with white space. */
    private static void trim(ObjectNode turn) {
        if (last((ArrayNode) turn.path("content")) instanceof ObjectNode block
                && block.path("type").asString("").equals("text")) {
            block.put("text", block.path("text").asString("").stripTrailing());
        }
    }

    /** One text needs no blocks. */
    private static void simplify(ObjectNode turn) {
        JsonNode content = turn.path("content");
        JsonNode only = content.path(0);
        if (content.size() == 1 && only.size() == 2 && only.has("text")) {
            turn.set("content", only.get("text"));
        }
    }

    static ObjectNode text(String text) {
        return Json.object().put("type", "text").put("text", text);
    }
}

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
final class BedrockMessageWriter {

    /** What the user says where Bedrock requires some words and there are none. */
    private static final String WORDS = ".";

    private final BedrockContentWriter contents;

    BedrockMessageWriter(Destination to) {
        this.contents = new BedrockContentWriter(to);
    }

    /** All instructions in their order. */
    ArrayNode system(List<Message> messages) throws DialectException {
        ArrayNode system = Json.array();
        for (Message message : messages) {
            if (message.role() == Role.SYSTEM) {
                AnthropicMessageWriter.requireText(message.content());
                system.addAll(contents.write(message.content()));
            }
        }
        return system;
    }

    /** The turns. */
    ArrayNode turns(List<Message> messages) throws DialectException {
        ArrayNode turns = Json.array();
        for (Message message : messages) {
            switch (message.role()) {
                case SYSTEM -> {
                    // stands apart
                }
                case USER, TOOL -> add(turns, "user", contents.write(message.content()));
                case ASSISTANT -> add(turns, "assistant", assistant(message.content()));
            }
        }
        trim(turns);
        turns.forEach(turn -> accompany((ArrayNode) turn.path("content")));
        return turns;
    }

    private ArrayNode assistant(List<Content> content) throws DialectException {
        for (Content part : content) {
            if (part instanceof Content.Image || part instanceof Content.Document) {
                throw Unconvertible.of("messages", "An image or a file of the assistant's");
            }
        }
        return contents.write(content);
    }

    private static void add(ArrayNode turns, String role, ArrayNode content) {
        if (content.isEmpty()) {
            return;
        }
        if (turns.isEmpty() && role.equals("assistant")) {
            turns.addObject().put("role", "user").putArray("content").add(text(WORDS));
        }
        JsonNode last = last(turns);
        if (last == null || !last.path("role").asString("").equals(role)) {
            turns.addObject().put("role", role).putArray("content").addAll(content);
        } else {
            append((ArrayNode) last.path("content"), content);
        }
    }

    /** What tools answered goes before anything else. */
    private static void append(ArrayNode turn, ArrayNode more) {
        int place = 0;
        while (place < turn.size() && turn.get(place).has("toolResult")) {
            place++;
        }
        for (JsonNode block : more) {
            if (block.has("toolResult")) {
                turn.insert(place++, block);
            } else {
                turn.add(block);
            }
        }
    }

    /** The beginning of an answer must not end with white space. */
    private static void trim(ArrayNode turns) {
        JsonNode turn = last(turns);
        if (turn != null
                && turn.path("role").asString("").equals("assistant")
                && last((ArrayNode) turn.path("content")) instanceof ObjectNode block
                && block.has("text")) {
            block.put("text", block.path("text").asString("").stripTrailing());
        }
    }

    /** A file comes with words. */
    private static void accompany(ArrayNode content) {
        boolean file = false;
        boolean words = false;
        for (JsonNode block : content) {
            file |= block.has("document");
            words |= block.has("text");
        }
        if (file && !words) {
            content.add(text(WORDS));
        }
    }

    private static @Nullable JsonNode last(ArrayNode list) {
        return list.isEmpty() ? null : list.get(list.size() - 1);
    }

    static ObjectNode text(String text) {
        return Json.object().put("text", text);
    }
}

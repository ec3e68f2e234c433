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
 * The turns of a conversation as Anthropic's models want them: the user and the assistant by turns, the user first,
 * with what the tools answered at the beginning of the user's. Instructions stand apart.
 */
final class StrictTurns {

    /** What the user says where some words are required and there are none. */
    static final String WORDS = ".";

    private final Blocks blocks;
    private final ArrayNode turns = Json.array();

    private StrictTurns(Blocks blocks) {
        this.blocks = blocks;
    }

    /** How a dialect writes the parts of a message. */
    interface Blocks {

        /** A part as a block; absent where it is left out. */
        @Nullable
        ObjectNode block(Content part) throws DialectException;

        /** Lets the provider cache what ends with the last block. */
        void mark(ArrayNode blocks, JsonNode marker);

        ObjectNode text(String text);

        /** Whether a block is what a tool answered. */
        boolean isResult(JsonNode block);

        /** The blocks of a message; texts without a word are not allowed, and left out. */
        default ArrayNode write(List<Content> content) throws DialectException {
            ArrayNode blocks = Json.array();
            for (Content part : content) {
                if (part instanceof Content.CachePoint point) {
                    mark(blocks, point.marker());
                    continue;
                }
                ObjectNode block = block(part);
                if (block != null) {
                    blocks.add(block);
                }
            }
            return blocks;
        }
    }

    /** All instructions in their order, as blocks of text. */
    static ArrayNode system(List<Message> messages, Blocks blocks) throws DialectException {
        ArrayNode system = Json.array();
        for (Message message : messages) {
            if (message.role() == Role.SYSTEM) {
                requireText(message.content());
                system.addAll(blocks.write(message.content()));
            }
        }
        return system;
    }

    private static void requireText(List<Content> content) throws DialectException {
        for (Content part : content) {
            if (!(part instanceof Content.Text || part instanceof Content.CachePoint)) {
                throw Unconvertible.of("messages", "An instruction that is not text");
            }
        }
    }

    /** The turns. */
    static ArrayNode of(List<Message> messages, Blocks blocks) throws DialectException {
        StrictTurns written = new StrictTurns(blocks);
        for (Message message : messages) {
            switch (message.role()) {
                case SYSTEM -> {
                    // stands apart
                }
                case USER, TOOL -> written.add("user", blocks.write(message.content()));
                case ASSISTANT -> {
                    requireWords(message.content());
                    written.add("assistant", blocks.write(message.content()));
                }
            }
        }
        written.trim();
        return written.turns;
    }

    private static void requireWords(List<Content> content) throws DialectException {
        for (Content part : content) {
            if (part instanceof Content.Image || part instanceof Content.Document) {
                throw Unconvertible.of("messages", "An image or a file of the assistant's");
            }
        }
    }

    private void add(String role, ArrayNode content) {
        if (content.isEmpty()) {
            return;
        }
        if (turns.isEmpty() && role.equals("assistant")) {
            turns.addObject().put("role", "user").putArray("content").add(blocks.text(WORDS));
        }
        JsonNode last = last(turns);
        if (last == null || !role(last).equals(role)) {
            turns.addObject().put("role", role).putArray("content").addAll(content);
        } else {
            append((ArrayNode) last.path("content"), content);
        }
    }

    /** What tools answered goes before anything else. */
    private void append(ArrayNode turn, ArrayNode more) {
        int place = 0;
        while (place < turn.size() && blocks.isResult(turn.get(place))) {
            place++;
        }
        for (JsonNode block : more) {
            if (blocks.isResult(block)) {
                turn.insert(place++, block);
            } else {
                turn.add(block);
            }
        }
    }

    /** The beginning of an answer must not end with white space. */
    private void trim() {
        JsonNode turn = last(turns);
        if (turn != null
                && role(turn).equals("assistant")
                && last((ArrayNode) turn.path("content")) instanceof ObjectNode block
                && block.has("text")) {
            block.put("text", block.path("text").asString("").stripTrailing());
        }
    }

    private static String role(JsonNode turn) {
        return turn.path("role").asString("");
    }

    private static @Nullable JsonNode last(ArrayNode list) {
        return list.isEmpty() ? null : list.get(list.size() - 1);
    }
}

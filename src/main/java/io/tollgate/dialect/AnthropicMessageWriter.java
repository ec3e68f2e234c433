package io.tollgate.dialect;

import io.tollgate.chat.Message;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes instructions and turns, in blocks where one text does not do. */
final class AnthropicMessageWriter {

    private final AnthropicBlockWriter blocks;

    AnthropicMessageWriter(Destination to) {
        this.blocks = new AnthropicBlockWriter(to);
    }

    /** All instructions in their order, as blocks of text. */
    ArrayNode system(List<Message> messages) throws DialectException {
        return StrictTurns.system(messages, blocks);
    }

    /** The turns. */
    ArrayNode turns(List<Message> messages) throws DialectException {
        ArrayNode turns = StrictTurns.of(messages, blocks);
        turns.forEach(turn -> simplify((ObjectNode) turn));
        return turns;
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

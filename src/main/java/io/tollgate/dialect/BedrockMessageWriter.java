package io.tollgate.dialect;

import io.tollgate.chat.Message;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes instructions and turns; a file comes with words. */
final class BedrockMessageWriter {

    private final BedrockContentWriter contents;

    BedrockMessageWriter(Destination to) {
        this.contents = new BedrockContentWriter(to);
    }

    /** All instructions in their order. */
    ArrayNode system(List<Message> messages) throws DialectException {
        return StrictTurns.system(messages, contents);
    }

    /** The turns. */
    ArrayNode turns(List<Message> messages) throws DialectException {
        ArrayNode turns = StrictTurns.of(messages, contents);
        turns.forEach(turn -> accompany((ArrayNode) turn.path("content")));
        return turns;
    }

    private static void accompany(ArrayNode content) {
        boolean file = false;
        boolean words = false;
        for (JsonNode block : content) {
            file |= block.has("document");
            words |= block.has("text");
        }
        if (file && !words) {
            content.add(text(StrictTurns.WORDS));
        }
    }

    static ObjectNode text(String text) {
        return Json.object().put("text", text);
    }
}

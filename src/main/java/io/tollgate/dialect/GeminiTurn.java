package io.tollgate.dialect;

import io.tollgate.chat.Content;
import io.tollgate.chat.Seal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A turn of the model's, as it is given back to Gemini. A seal that stands alone goes to the first call, where Gemini
 * demands one, if that call has none of its own; otherwise to the thought or the text it belongs to.
 */
final class GeminiTurn {

    /** What Google takes in place of a signature for calls another model made. */
    private static final String NOT_SIGNED = "skip_thought_signature_validator";

    private static final String SIGNATURE = "thoughtSignature";

    private final boolean signed;
    private final ArrayNode parts = Json.array();
    private boolean called;
    private @Nullable String loose;
    private @Nullable ObjectNode home;

    /** @param signed whether the model demands a signature with the first call */
    GeminiTurn(boolean signed) {
        this.signed = signed;
    }

    ArrayNode parts() {
        return parts;
    }

    /** Adds a thought; false when it is not Gemini's own. */
    boolean thought(Content.Thinking thought) {
        Seal seal = thought.seal();
        if (seal == null || !GeminiSeal.isOwn(seal)) {
            return false;
        }
        settle();
        loose = seal.value();
        home = thought.text().isEmpty()
                ? null
                : parts.addObject().put("text", thought.text()).put("thought", true);
        return true;
    }

    void call(Content.ToolCall call) {
        ObjectNode part = parts.addObject();
        ObjectNode function = part.putObject("functionCall").put("name", call.name());
        function.set("args", Objects.requireNonNullElseGet(Json.treeOrNull(call.arguments()), Json::object));
        Seal seal = call.seal();
        if (seal != null && GeminiSeal.isOwn(seal)) {
            part.put(SIGNATURE, seal.value());
        } else if (!called && loose != null) {
            part.put(SIGNATURE, loose);
            loose = null;
        } else if (!called && signed) {
            part.put(SIGNATURE, NOT_SIGNED);
        }
        called = true;
    }

    /** The parts, with no seal left over. */
    ArrayNode end() {
        settle();
        return parts;
    }

    private void settle() {
        if (loose != null) {
            place().put(SIGNATURE, loose);
            loose = null;
        }
    }

    private ObjectNode place() {
        if (home != null) {
            return home;
        }
        for (int i = parts.size() - 1; i >= 0; i--) {
            if (parts.get(i) instanceof ObjectNode part
                    && part.has("text")
                    && !part.has("thought")
                    && !part.has(SIGNATURE)) {
                return part;
            }
        }
        return parts.insertObject(0).put("text", "");
    }
}

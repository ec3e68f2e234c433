package io.tollgate.dialect;

import io.tollgate.chat.Seal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The parts of an answer. */
final class GeminiParts {

    private static final String SIGNATURE = "thoughtSignature";

    private GeminiParts() {}

    static ObjectNode text(String text) {
        return Json.object().put("text", text);
    }

    static ObjectNode thought(String text) {
        return text(text).put("thought", true);
    }

    /** A call; absent when its arguments are no JSON object. */
    static @Nullable ObjectNode call(String id, String name, String arguments, @Nullable Seal seal) {
        if (!(Json.treeOrNull(arguments.isBlank() ? "{}" : arguments) instanceof ObjectNode args)) {
            return null;
        }
        ObjectNode part = Json.object();
        part.putObject("functionCall").put("id", id).put("name", name).set("args", args);
        if (seal != null) {
            seal(part, seal);
        }
        return part;
    }

    static ObjectNode seal(ObjectNode part, Seal seal) {
        return part.put(SIGNATURE, GeminiSeal.write(seal));
    }

    static boolean isSealed(ObjectNode part) {
        return part.has(SIGNATURE);
    }
}

package io.tollgate.dialect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** The arguments of a tool call that comes in pieces, each a value and the JSON path where it belongs. */
final class GeminiArguments {

    private static final Pattern STEP = Pattern.compile("\\.([^.\\[]+)|\\[(\\d{1,6})]|\\['([^']*)']|\\[\"([^\"]*)\"]");
    private static final int MOST_STEPS = Json.MAX_DEPTH - 10;
    private static final int WIDEST_GAP = 1000;

    /** Objects are maps, lists are lists, texts that may grow are builders, all else is JSON. */
    private final Map<String, @Nullable Object> root = new LinkedHashMap<>();

    /** Begins with the arguments that came whole. */
    void begin(JsonNode whole) {
        whole.properties().forEach(member -> root.put(member.getKey(), member.getValue()));
    }

    /** Adds a piece; one that fits nowhere is left out. */
    void add(JsonNode piece) {
        List<Object> path = path(piece.path("jsonPath").asString(""));
        if (path.isEmpty() || path.size() > MOST_STEPS) {
            return;
        }
        Object at = root;
        for (int i = 0; i < path.size() - 1; i++) {
            Object next = get(at, path.get(i));
            if (!(next instanceof Map) && !(next instanceof List)) {
                next = path.get(i + 1) instanceof Integer ? new ArrayList<>() : new LinkedHashMap<>();
                put(at, path.get(i), next);
            }
            at = next;
        }
        leaf(at, path.getLast(), piece);
    }

    private static void leaf(Object at, Object step, JsonNode piece) {
        if (!piece.has("stringValue")) {
            put(at, step, scalar(piece));
            return;
        }
        String text = piece.path("stringValue").asString("");
        if (get(at, step) instanceof StringBuilder begun) {
            begun.append(text);
        } else {
            put(at, step, new StringBuilder(text));
        }
    }

    private static JsonNode scalar(JsonNode piece) {
        JsonNode value = piece.has("numberValue") ? piece.get("numberValue") : piece.path("boolValue");
        return value.isMissingNode() ? NullNode.getInstance() : value;
    }

    private static List<Object> path(String text) {
        List<Object> path = new ArrayList<>();
        Matcher step = STEP.matcher(text);
        while (step.find()) {
            String index = step.group(2);
            path.add(index == null ? name(step) : (Object) Integer.valueOf(index));
        }
        return path;
    }

    private static String name(Matcher step) {
        String plain = step.group(1);
        String single = step.group(3);
        return plain != null ? plain : single != null ? single : String.valueOf(step.group(4));
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Object get(Object at, Object step) {
        if (at instanceof Map<?, ?> map) {
            return ((Map<String, @Nullable Object>) map).get(step.toString());
        }
        List<@Nullable Object> list = (List<@Nullable Object>) at;
        return step instanceof Integer index && index < list.size() ? list.get(index) : null;
    }

    @SuppressWarnings("unchecked")
    private static void put(Object at, Object step, Object value) {
        if (at instanceof Map<?, ?> map) {
            ((Map<String, @Nullable Object>) map).put(step.toString(), value);
            return;
        }
        List<@Nullable Object> list = (List<@Nullable Object>) at;
        if (step instanceof Integer index && index < list.size() + WIDEST_GAP) {
            while (list.size() <= index) {
                list.add(null);
            }
            list.set(index, value);
        }
    }

    /** The arguments so far, as JSON. */
    String text() {
        return Json.text(json(root));
    }

    private static JsonNode json(@Nullable Object value) {
        return switch (value) {
            case null -> NullNode.getInstance();
            case Map<?, ?> map -> {
                ObjectNode object = Json.object();
                map.forEach((name, member) -> object.set(String.valueOf(name), json(member)));
                yield object;
            }
            case List<?> list -> {
                ArrayNode array = Json.array();
                list.forEach(element -> array.add(json(element)));
                yield array;
            }
            case JsonNode node -> node;
            default -> Json.array().add(value.toString()).get(0);
        };
    }
}

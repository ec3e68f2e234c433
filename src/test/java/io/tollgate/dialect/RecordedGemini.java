package io.tollgate.dialect;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads recorded answers of Gemini, in which a call may come whole or value by value. */
final class RecordedGemini {

    private static final Pattern STEP = Pattern.compile("\\.([A-Za-z0-9_]+)|\\[([0-9]+)]");

    private final StringBuilder text;
    private final StringBuilder thinking;
    private final BiConsumer<String, String> calls;
    private final Consumer<String> end;
    private @Nullable String open;
    private ObjectNode arguments = Json.object();

    RecordedGemini(StringBuilder text, StringBuilder thinking, BiConsumer<String, String> calls, Consumer<String> end) {
        this.text = text;
        this.thinking = thinking;
        this.calls = calls;
        this.end = end;
    }

    void read(List<JsonNode> frames) {
        for (JsonNode frame : frames) {
            JsonNode candidate = frame.path("candidates").path(0);
            for (JsonNode part : candidate.path("content").path("parts")) {
                StringBuilder words = part.path("thought").asBoolean(false) ? thinking : text;
                words.append(part.path("text").asString(""));
                if (part.has("functionCall")) {
                    call(part.get("functionCall"));
                }
            }
            if (candidate.has("finishReason")) {
                end.accept(candidate.path("finishReason").stringValue());
            }
        }
        close();
    }

    private void call(JsonNode call) {
        if (call.has("name")) {
            close();
            open = call.path("name").stringValue();
        }
        if (call.path("args") instanceof ObjectNode whole) {
            arguments.setAll(whole);
        }
        call.path("partialArgs").forEach(this::value);
        if (!call.path("willContinue").asBoolean(false)) {
            close();
        }
    }

    private void close() {
        if (open != null) {
            calls.accept(open, Json.text(arguments));
        }
        open = null;
        arguments = Json.object();
    }

    private void value(JsonNode partial) {
        List<String> steps = STEP.matcher(partial.path("jsonPath").stringValue())
                .results()
                .map(step -> step.group(1) == null ? step.group(2) : step.group(1))
                .toList();
        Matcher matcher = STEP.matcher(partial.path("jsonPath").stringValue());
        JsonNode node = arguments;
        matcher.find();
        for (int i = 0; i < steps.size() - 1; i++) {
            boolean listNext = matcher.find() && matcher.group(2) != null;
            node = child(node, steps.get(i), listNext);
        }
        put(node, steps.getLast(), partial);
    }

    private static JsonNode child(JsonNode parent, String step, boolean list) {
        JsonNode known = parent.isArray() ? parent.path(Integer.parseInt(step)) : parent.path(step);
        if (!known.isMissingNode()) {
            return known;
        }
        JsonNode made = list ? Json.array() : Json.object();
        set(parent, step, made);
        return made;
    }

    private static void set(JsonNode parent, String step, JsonNode value) {
        if (parent instanceof ArrayNode array) {
            int index = Integer.parseInt(step);
            if (index < array.size()) {
                array.set(index, value);
            } else {
                array.add(value);
            }
        } else {
            ((ObjectNode) parent).set(step, value);
        }
    }

    private static void put(JsonNode parent, String step, JsonNode partial) {
        if (partial.has("stringValue")) {
            JsonNode known = parent.isArray() ? parent.path(Integer.parseInt(step)) : parent.path(step);
            String all = known.asString("") + partial.path("stringValue").stringValue();
            set(parent, step, Json.object().put("text", all).get("text"));
        } else {
            for (String kind : List.of("numberValue", "boolValue", "nullValue")) {
                if (partial.has(kind)) {
                    set(parent, step, kind.equals("nullValue") ? Json.object().nullNode() : partial.get(kind));
                }
            }
        }
    }
}

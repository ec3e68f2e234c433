package io.tollgate.dialect;

import io.tollgate.chat.Content;
import io.tollgate.chat.Message;
import io.tollgate.chat.Message.Role;
import io.tollgate.chat.Seal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the contents of a request as messages. Calls without an id get one, the same whenever the conversation comes
 * again, and results without one answer the calls of their name in turn.
 */
final class GeminiContentReader {

    private static final int LONGEST_NAME_IN_ID = 30;

    private final Map<String, Deque<String>> open = new HashMap<>();
    private int made;

    List<Message> read(GeminiFields request) throws DialectException {
        List<Message> messages = new ArrayList<>();
        JsonNode instruction = request.get("systemInstruction");
        List<Content> instructions = instruction.isString()
                ? List.of(new Content.Text(instruction.stringValue()))
                : parts(new GeminiFields(instruction), "systemInstruction");
        if (!instructions.isEmpty()) {
            messages.add(new Message(Role.SYSTEM, instructions));
        }
        int place = 0;
        for (JsonNode content : request.each("contents")) {
            message(new GeminiFields(content), "contents[" + place++ + "]", messages);
        }
        return messages;
    }

    private void message(GeminiFields content, String param, List<Message> messages) throws DialectException {
        String role = content.word("role");
        List<Content> parts = parts(content, param + ".parts");
        switch (role) {
            case "model" -> messages.add(new Message(Role.ASSISTANT, parts));
            case "", "user", "function" -> {
                List<Content> results = new ArrayList<>();
                List<Content> others = new ArrayList<>();
                parts.forEach(part -> (part instanceof Content.ToolResult ? results : others).add(part));
                if (!results.isEmpty()) {
                    messages.add(new Message(Role.TOOL, results));
                }
                if (!others.isEmpty()) {
                    messages.add(new Message(Role.USER, others));
                }
            }
            default -> throw wrong(param + ".role", "'role' must be user or model.");
        }
    }

    private List<Content> parts(GeminiFields content, String param) throws DialectException {
        List<Content> parts = new ArrayList<>();
        for (JsonNode part : content.each("parts")) {
            part(new GeminiFields(part), param, parts);
        }
        return parts;
    }

    private void part(GeminiFields part, String param, List<Content> parts) throws DialectException {
        String signature = part.word("thoughtSignature");
        Seal seal = signature.isEmpty() ? null : GeminiSeal.read(signature);
        Content media = GeminiMedia.read(part);
        if (part.has("functionCall")) {
            parts.add(call(part.in("functionCall"), seal, param));
            return;
        }
        if (part.has("functionResponse")) {
            parts.add(result(part.in("functionResponse"), param));
        } else if (media != null) {
            parts.add(media);
        } else if (part.has("text")) {
            text(part, parts);
        } else if (seal == null) {
            parts.add(new Content.Opaque(GeminiProviderDialect.NAME, part.object()));
        }
        if (seal != null) {
            seal(seal, parts);
        }
    }

    private static void text(GeminiFields part, List<Content> parts) throws DialectException {
        String text = part.text("text");
        boolean thought = Boolean.TRUE.equals(part.bool("thought"));
        if (text == null || text.isEmpty()) {
            return;
        }
        if (!thought) {
            parts.add(new Content.Text(text));
        } else if (!parts.isEmpty() && parts.getLast() instanceof Content.Thinking before && before.seal() == null) {
            parts.set(parts.size() - 1, new Content.Thinking(before.text() + text, null));
        } else {
            parts.add(new Content.Thinking(text, null));
        }
    }

    /** Seals the thought before it, or stands alone. */
    private static void seal(Seal seal, List<Content> parts) {
        if (!parts.isEmpty() && parts.getLast() instanceof Content.Thinking thought && thought.seal() == null) {
            parts.set(parts.size() - 1, new Content.Thinking(thought.text(), seal));
        } else {
            parts.add(new Content.Thinking("", seal));
        }
    }

    private Content.ToolCall call(GeminiFields call, @Nullable Seal seal, String param) throws DialectException {
        String name = call.word("name");
        if (name.isEmpty()) {
            throw wrong(param, "Every function call needs a name.");
        }
        String id = call.word("id");
        if (id.isEmpty()) {
            id = fresh(name);
        }
        open.computeIfAbsent(name, key -> new ArrayDeque<>()).add(id);
        JsonNode args = call.get("args");
        return new Content.ToolCall(id, name, args.isObject() ? Json.text(args) : "{}", seal);
    }

    private Content.ToolResult result(GeminiFields result, String param) throws DialectException {
        String name = result.word("name");
        String id = result.word("id");
        Deque<String> waiting = open.getOrDefault(name, new ArrayDeque<>());
        if (id.isEmpty()) {
            id = waiting.isEmpty() ? fresh(name) : waiting.remove();
        } else {
            waiting.remove(id);
        }
        GeminiFields response = result.in("response");
        boolean failed = response.object().size() == 1 && response.has("error");
        boolean output = response.object().size() == 1 && response.has("output");
        JsonNode said = failed ? response.get("error") : output ? response.get("output") : response.object();
        List<Content> content = new ArrayList<>();
        content.add(
                new Content.Text(said.isString() ? said.stringValue() : said.isMissingNode() ? "" : Json.text(said)));
        content.addAll(parts(result, param));
        return new Content.ToolResult(id, name, content, failed);
    }

    /** An id of characters and of a length that every provider takes. */
    private String fresh(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9_-]", "_");
        return plain.substring(0, Math.min(plain.length(), LONGEST_NAME_IN_ID)) + "_" + ++made;
    }

    private static DialectException wrong(String param, String message) {
        return GeminiChatReader.wrong(param, "invalid_value", message);
    }
}

package io.tollgate.dialect;

import io.tollgate.chat.Content;
import io.tollgate.chat.Message;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the messages of a request: instructions apart, the others by turns. Calls and their results are paired by name
 * and order, because not every server of Google's takes ids.
 */
final class GeminiContentWriter {

    private static final String USER = "user";
    private static final String MODEL = "model";

    private final Destination to;
    private final ArrayNode instructions = Json.array();
    private final ArrayNode contents = Json.array();
    private final Map<String, Call> calls = new HashMap<>();
    private final List<Content.ToolResult> results = new ArrayList<>();

    /** A call so far in the conversation. */
    private record Call(int place, String name) {}

    GeminiContentWriter(Destination to) {
        this.to = to;
    }

    ObjectNode write(List<Message> messages) throws DialectException {
        for (Message message : messages) {
            if (message.role() != Message.Role.TOOL) {
                results();
            }
            switch (message.role()) {
                case SYSTEM -> parts(message.content(), instructions);
                case USER -> turn(USER, parts(message.content(), Json.array()));
                case ASSISTANT -> assistant(message.content());
                case TOOL -> gather(message.content());
            }
        }
        results();
        ObjectNode body = Json.object();
        if (contents.isEmpty()) {
            turn(USER, instructions);
        } else if (!instructions.isEmpty()) {
            body.putObject("systemInstruction").set("parts", instructions);
        }
        body.set("contents", contents);
        return body;
    }

    /** Neighbours of one role are one turn. */
    private void turn(String role, ArrayNode parts) {
        if (parts.isEmpty()) {
            return;
        }
        JsonNode last = contents.path(contents.size() - 1);
        if (last.path("role").asString("").equals(role) && last.path("parts") instanceof ArrayNode begun) {
            begun.addAll(parts);
        } else {
            contents.addObject().put("role", role).set("parts", parts);
        }
    }

    private ArrayNode parts(List<Content> content, ArrayNode parts) throws DialectException {
        for (Content part : content) {
            part(part, parts);
        }
        return parts;
    }

    private void part(Content part, ArrayNode parts) throws DialectException {
        switch (part) {
            case Content.Text(String text) -> text(text, parts);
            case Content.Refusal(String text) -> text(text, parts);
            case Content.Image image -> {
                if (image.detail() != null && !image.detail().equals("auto")) {
                    to.losses().dropped("detail");
                }
                parts.add(GeminiMedia.write(image.media()));
            }
            case Content.Document document -> parts.add(GeminiMedia.write(document.media()));
            case Content.Audio audio -> parts.add(GeminiMedia.write(audio));
            case Content.CachePoint _ -> to.losses().dropped("cache_control");
            case Content.Opaque(String dialect, JsonNode block) -> {
                if (dialect.equals(GeminiProviderDialect.NAME)) {
                    parts.add(block);
                } else {
                    to.losses().dropped(dialect + " content");
                }
            }
            case Content.Thinking _, Content.ToolCall _, Content.ToolResult _ -> {
                // stand in messages of their own kind
            }
        }
    }

    /** Empty texts are refused. */
    private static void text(String text, ArrayNode parts) {
        if (!text.isEmpty()) {
            parts.addObject().put("text", text);
        }
    }

    private void assistant(List<Content> content) throws DialectException {
        GeminiTurn turn = new GeminiTurn(GeminiThinking.isThird(to.model()));
        for (Content part : content) {
            switch (part) {
                case Content.Thinking thought -> {
                    if (!turn.thought(thought)) {
                        to.losses().dropped("thinking");
                    }
                }
                case Content.ToolCall call -> {
                    calls.put(call.id(), new Call(calls.size(), call.name()));
                    turn.call(call);
                }
                default -> part(part, turn.parts());
            }
        }
        turn(MODEL, turn.end());
    }

    private void gather(List<Content> content) {
        for (Content part : content) {
            if (part instanceof Content.ToolResult result) {
                results.add(result);
            }
        }
    }

    /** The results gathered, in the order of their calls. */
    private void results() throws DialectException {
        results.sort(Comparator.comparingInt(result -> {
            Call call = calls.get(result.callId());
            return call == null ? Integer.MAX_VALUE : call.place();
        }));
        ArrayNode parts = Json.array();
        ArrayNode beside = Json.array();
        for (Content.ToolResult result : results) {
            result(result, parts, beside);
        }
        results.clear();
        turn(USER, parts.addAll(beside));
    }

    /** Gemini 3 takes images inside a result, models before it beside it. */
    private void result(Content.ToolResult result, ArrayNode parts, ArrayNode beside) throws DialectException {
        ObjectNode response = Json.object().put("name", name(result));
        StringBuilder text = new StringBuilder();
        ArrayNode media = Json.array();
        for (Content part : result.content()) {
            if (part instanceof Content.Text(String more)) {
                text.append(text.isEmpty() ? "" : "\n").append(more);
            } else {
                part(part, media);
            }
        }
        response.set("response", response(text.toString(), result.failed()));
        if (!media.isEmpty() && GeminiThinking.isThird(to.model())) {
            response.set("parts", media);
        } else {
            beside.addAll(media);
        }
        parts.addObject().set("functionResponse", response);
    }

    private String name(Content.ToolResult result) throws DialectException {
        Call call = calls.get(result.callId());
        String name = call == null ? result.name() : call.name();
        if (name == null) {
            throw OpenAiContentReader.wrong(
                    "messages", "A tool's message answers a call that no message before it holds.");
        }
        return name;
    }

    private static ObjectNode response(String text, boolean failed) {
        if (failed) {
            return Json.object().put("error", text);
        }
        return Json.treeOrNull(text) instanceof ObjectNode object
                ? object
                : Json.object().put("output", text);
    }
}

package io.tollgate.dialect;

import io.tollgate.chat.Content;
import io.tollgate.chat.Media;
import io.tollgate.chat.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the messages of a chat completions request. */
final class OpenAiMessageWriter {

    private final Destination to;

    OpenAiMessageWriter(Destination to) {
        this.to = to;
    }

    ArrayNode write(List<Message> messages) throws DialectException {
        ArrayNode list = Json.array();
        for (Message message : messages) {
            switch (message.role()) {
                case SYSTEM -> list.add(plain("system", message.content()));
                case USER -> list.add(plain("user", message.content()));
                case ASSISTANT -> list.add(assistant(message.content()));
                case TOOL -> results(message.content(), list);
            }
        }
        return list;
    }

    private ObjectNode plain(String role, List<Content> content) throws DialectException {
        ObjectNode message = Json.object().put("role", role);
        content(message, content);
        return message;
    }

    /** One text stays a text, anything else becomes parts. */
    private void content(ObjectNode message, List<Content> all) throws DialectException {
        List<Content> content = carried(all);
        if (content.isEmpty()) {
            message.put("content", "");
            return;
        }
        if (content.size() == 1 && content.getFirst() instanceof Content.Text(String text)) {
            message.put("content", text);
            return;
        }
        ArrayNode parts = message.putArray("content");
        for (Content part : content) {
            part(part, parts);
        }
    }

    /** What OpenAI has a place for. */
    private List<Content> carried(List<Content> content) {
        List<Content> carried = new ArrayList<>();
        for (Content part : content) {
            switch (part) {
                case Content.CachePoint _ -> to.losses().dropped("cache_control");
                case Content.Opaque(String dialect, var _) -> to.losses().dropped(dialect + " content");
                default -> carried.add(part);
            }
        }
        return carried;
    }

    private void part(Content part, ArrayNode parts) throws DialectException {
        switch (part) {
            case Content.Text(String text) ->
                parts.addObject().put("type", "text").put("text", text);
            case Content.Refusal(String text) ->
                parts.addObject().put("type", "refusal").put("refusal", text);
            case Content.Image(Media media, var detail) -> {
                ObjectNode image = parts.addObject().put("type", "image_url").putObject("image_url");
                image.put("url", url(media));
                if (detail != null) {
                    image.put("detail", detail);
                }
            }
            case Content.Audio(String format, String base64) ->
                parts.addObject()
                        .put("type", "input_audio")
                        .putObject("input_audio")
                        .put("data", base64)
                        .put("format", format);
            case Content.Document document -> {
                if (document.media() instanceof Media.Inline(String type, String base64) && type.startsWith("text/")) {
                    part(new Content.Text(decoded(base64)), parts);
                } else {
                    file(parts.addObject(), document);
                }
            }
            case Content.Thinking _,
                    Content.ToolCall _,
                    Content.ToolResult _,
                    Content.CachePoint _,
                    Content.Opaque _ -> {
                // stand elsewhere in the message
            }
        }
    }

    /** Files that are text are taken as such. */
    private static String decoded(String base64) throws DialectException {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Unconvertible.of("messages", "A file that is not valid Base64");
        }
    }

    private static void file(ObjectNode part, Content.Document document) throws DialectException {
        ObjectNode file = part.put("type", "file").putObject("file");
        Media media = document.media();
        if (media instanceof Media.Stored stored && stored.dialect().equals(OpenAiProviderDialect.NAME)) {
            file.put("file_id", stored.id());
        } else if (media instanceof Media.Inline) {
            file.put("filename", document.name() == null ? "file" : document.name())
                    .put("file_data", url(media));
        } else {
            throw Unconvertible.of("messages", "A file by its address");
        }
    }

    private static String url(Media media) throws DialectException {
        return switch (media) {
            case Media.Url(String url) -> url;
            case Media.Inline(String type, String base64) -> "data:" + type + ";base64," + base64;
            case Media.Stored _ -> throw Unconvertible.of("messages", "A file stored with another provider");
        };
    }

    private ObjectNode assistant(List<Content> content) throws DialectException {
        ObjectNode message = Json.object().put("role", "assistant");
        List<Content> shown = new ArrayList<>();
        List<Content.Thinking> thinking = new ArrayList<>();
        ArrayNode calls = Json.array();
        for (Content part : carried(content)) {
            switch (part) {
                case Content.Thinking thought -> thinking.add(thought);
                case Content.ToolCall call -> calls.add(call(call));
                default -> shown.add(part);
            }
        }
        if (shown.isEmpty()) {
            message.putNull("content");
        } else {
            content(message, shown);
        }
        thinking(message, thinking);
        if (!calls.isEmpty()) {
            message.set("tool_calls", calls);
        }
        return message;
    }

    private ObjectNode call(Content.ToolCall call) {
        boolean seals = to.has(Quirk.REASONING_CONTENT_BACK) || call.seal() == null;
        return OpenAiAnswerWriter.call(
                seals ? call : new Content.ToolCall(call.id(), call.name(), call.arguments(), null));
    }

    /** OpenAI itself refuses members it does not know. */
    private void thinking(ObjectNode message, List<Content.Thinking> thinking) {
        if (to.has(Quirk.REASONING_CONTENT_BACK)) {
            OpenAiThinking.write(message, thinking);
        } else if (!thinking.isEmpty()) {
            to.losses().dropped("thinking");
        }
    }

    private void results(List<Content> content, ArrayNode list) throws DialectException {
        List<Content> images = new ArrayList<>();
        for (Content part : content) {
            if (part instanceof Content.ToolResult result) {
                to.losses().droppedFailure(result);
                List<Content> texts = new ArrayList<>();
                for (Content inner : carried(result.content())) {
                    (inner instanceof Content.Text ? texts : images).add(inner);
                }
                ObjectNode message = plain("tool", texts).put("tool_call_id", result.callId());
                if (texts.isEmpty()) {
                    message.put("content", images.isEmpty() ? "" : "See the next message.");
                }
                list.add(message);
            }
        }
        if (!images.isEmpty()) {
            list.add(plain("user", images)); // a tool's message holds text only
        }
    }
}

package io.tollgate.dialect;

import io.tollgate.chat.Content;
import io.tollgate.chat.Media;
import io.tollgate.chat.Message;
import io.tollgate.chat.Message.Role;
import io.tollgate.chat.Seal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes messages as the instructions and the input of a Responses request. */
final class ResponsesInputWriter {

    private final Destination to;
    private final ArrayNode input = Json.array();

    ResponsesInputWriter(Destination to) {
        this.to = to;
    }

    void write(List<Message> messages, ObjectNode body) throws DialectException {
        List<String> instructions = new ArrayList<>();
        for (Message message : messages) {
            String text = input.isEmpty() && message.role() == Role.SYSTEM ? text(message.content()) : null;
            if (text != null) {
                instructions.add(text);
            } else {
                message(message);
            }
        }
        if (!instructions.isEmpty()) {
            body.put("instructions", String.join("\n\n", instructions));
        }
        body.set("input", input);
    }

    /** The text, where there is nothing else. */
    private @Nullable String text(List<Content> content) {
        StringBuilder all = new StringBuilder();
        for (Content part : content) {
            if (part instanceof Content.Text(String text)) {
                all.append(text);
            } else if (part instanceof Content.CachePoint) {
                to.losses().dropped("cache_control");
            } else {
                return null;
            }
        }
        return all.toString();
    }

    private void message(Message message) throws DialectException {
        switch (message.role()) {
            case SYSTEM -> message("system", message.content());
            case USER -> message("user", message.content());
            case ASSISTANT -> assistant(message.content());
            case TOOL -> results(message.content());
        }
    }

    private void message(String role, List<Content> content) throws DialectException {
        if (content.size() == 1 && content.getFirst() instanceof Content.Text(String text)) {
            input.addObject().put("role", role).put("content", text);
            return;
        }
        ArrayNode parts = parts(content, role.equals("assistant") ? "output_text" : "input_text");
        if (!parts.isEmpty()) {
            input.addObject().put("role", role).set("content", parts);
        }
    }

    /** Each run of text is a message, between the items of what was thought and called. */
    private void assistant(List<Content> content) throws DialectException {
        List<Content> said = new ArrayList<>();
        for (Content part : content) {
            if (part instanceof Content.Text || part instanceof Content.Refusal) {
                said.add(part);
                continue;
            }
            ObjectNode item = item(part);
            if (item != null) {
                message("assistant", said);
                said.clear();
                input.add(item);
            }
        }
        message("assistant", said);
    }

    private @Nullable ObjectNode item(Content part) throws DialectException {
        return switch (part) {
            case Content.ToolCall call ->
                Json.object()
                        .put("type", "function_call")
                        .put("call_id", call.id())
                        .put("name", call.name())
                        .put("arguments", call.arguments());
            case Content.Thinking thought -> reasoning(thought);
            case Content.Opaque(String dialect, ObjectNode block)
            when dialect.equals(ResponsesProviderDialect.NAME) -> block;
            case Content.Image _, Content.Document _, Content.Audio _ ->
                throw Unconvertible.of("messages", "An image, a file or sound of the assistant's");
            case Content.Opaque(String dialect, var block) -> {
                to.losses().dropped(dialect + " content");
                yield null;
            }
            case Content.CachePoint _ -> {
                to.losses().dropped("cache_control");
                yield null;
            }
            case Content.Text _, Content.Refusal _, Content.ToolResult _ -> null;
        };
    }

    private @Nullable ObjectNode reasoning(Content.Thinking thought) {
        Seal seal = thought.seal();
        if (seal == null || !seal.dialect().equals(ResponsesProviderDialect.NAME)) {
            to.losses().dropped("thinking");
            return null;
        }
        ObjectNode item = Json.object().put("type", "reasoning");
        ArrayNode summary = item.putArray("summary");
        if (!thought.text().isEmpty()) {
            summary.addObject().put("type", "summary_text").put("text", thought.text());
        }
        return item.put("encrypted_content", seal.value());
    }

    private void results(List<Content> content) throws DialectException {
        for (Content part : content) {
            if (part instanceof Content.ToolResult result) {
                to.losses().droppedFailure(result);
                ObjectNode item =
                        Json.object().put("type", "function_call_output").put("call_id", result.callId());
                String text = text(result.content());
                if (text != null) {
                    item.put("output", text);
                } else {
                    item.set("output", parts(result.content(), "input_text"));
                }
                input.add(item);
            }
        }
    }

    private ArrayNode parts(List<Content> content, String textType) throws DialectException {
        ArrayNode parts = Json.array();
        for (Content part : content) {
            switch (part) {
                case Content.Text(String text) ->
                    parts.addObject().put("type", textType).put("text", text);
                case Content.Refusal(String text) ->
                    parts.addObject().put("type", "refusal").put("refusal", text);
                case Content.Image(Media media, var detail) -> {
                    ObjectNode image = media(parts.addObject().put("type", "input_image"), media, "image_url");
                    image.put("detail", detail == null ? "auto" : detail);
                }
                case Content.Document document -> file(parts.addObject().put("type", "input_file"), document);
                case Content.Audio(String format, String base64) ->
                    parts.addObject()
                            .put("type", "input_audio")
                            .putObject("input_audio")
                            .put("data", base64)
                            .put("format", format);
                case Content.CachePoint _ -> to.losses().dropped("cache_control");
                case Content.Opaque(String dialect, var block) -> to.losses().dropped(dialect + " content");
                case Content.Thinking _, Content.ToolCall _, Content.ToolResult _ -> {
                    // stand elsewhere
                }
            }
        }
        return parts;
    }

    private static void file(ObjectNode part, Content.Document document) throws DialectException {
        boolean inline = document.media() instanceof Media.Inline;
        media(part, document.media(), inline ? "file_data" : "file_url");
        if (inline) {
            part.put("filename", document.name() == null ? "file" : document.name());
        }
    }

    private static ObjectNode media(ObjectNode part, Media media, String member) throws DialectException {
        return switch (media) {
            case Media.Url(String url) -> part.put(member, url);
            case Media.Inline(String type, String base64) -> part.put(member, "data:" + type + ";base64," + base64);
            case Media.Stored(String dialect, String id) -> {
                if (!dialect.equals(OpenAiProviderDialect.NAME)) {
                    throw Unconvertible.of("messages", "A file stored with another provider");
                }
                yield part.put("file_id", id);
            }
        };
    }
}

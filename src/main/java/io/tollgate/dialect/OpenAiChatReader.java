package io.tollgate.dialect;

import static io.tollgate.chat.GatewayError.invalidParam;

import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.Message;
import io.tollgate.chat.OutputFormat;
import io.tollgate.chat.Reasoning;
import io.tollgate.chat.Sampling;
import io.tollgate.chat.Tool;
import io.tollgate.chat.ToolChoice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a chat completions request as a conversation. */
final class OpenAiChatReader {

    private OpenAiChatReader() {}

    static ChatRequest read(ObjectNode body) throws DialectException {
        Fields fields = new Fields(body);
        if (body.path("modalities").toString().contains("audio")) {
            throw Unconvertible.of("modalities", "Sound as an answer");
        }
        return new ChatRequest(
                messages(body.path("messages")),
                tools(body),
                choice(body),
                fields.bool("parallel_tool_calls"),
                sampling(fields),
                format(body.path("response_format"), "response_format"),
                reasoning(fields),
                fields.text("user"),
                metadata(body.path("metadata")));
    }

    private static List<Message> messages(JsonNode list) throws DialectException {
        List<Message> messages = new ArrayList<>();
        for (JsonNode message : list) {
            messages.add(OpenAiContentReader.message(message, "messages[" + messages.size() + "]"));
        }
        return messages;
    }

    private static Sampling sampling(Fields fields) throws DialectException {
        Integer limit = fields.integer("max_completion_tokens");
        return new Sampling(
                limit == null ? fields.integer("max_tokens") : limit,
                fields.decimal("temperature"),
                fields.decimal("top_p"),
                fields.integer("top_k"),
                fields.longInteger("seed"),
                fields.decimal("presence_penalty"),
                fields.decimal("frequency_penalty"),
                fields.integer("n"),
                fields.texts("stop"),
                fields.bool("logprobs"),
                fields.integer("top_logprobs"));
    }

    private static @Nullable Reasoning reasoning(Fields fields) throws DialectException {
        String word = fields.text("reasoning_effort");
        if (word == null) {
            return null;
        }
        Reasoning.Effort effort = Reasoning.Effort.of(word);
        if (effort == null) {
            throw new DialectException(invalidParam(
                    "reasoning_effort",
                    "invalid_value",
                    "'reasoning_effort' must be one of none, minimal, low, medium, high, xhigh."));
        }
        return new Reasoning(effort, null, null);
    }

    /** What {@code response_format} says, or the same inside the Responses API. */
    static @Nullable OutputFormat format(JsonNode format, String param) throws DialectException {
        return switch (format.path("type").asString("text")) {
            case "text" -> null;
            case "json_object" -> new OutputFormat.Json();
            case "json_schema" -> {
                JsonNode inner = format.has("json_schema") ? format.get("json_schema") : format;
                Fields fields = new Fields(inner);
                yield new OutputFormat.JsonSchema(
                        inner.path("name").asString("answer"),
                        fields.text("description"),
                        inner.path("schema"),
                        fields.bool("strict"));
            }
            default ->
                throw new DialectException(invalidParam(
                        param, "invalid_value", "'" + param + ".type' must be text, json_object or json_schema."));
        };
    }

    private static List<Tool> tools(ObjectNode body) throws DialectException {
        List<Tool> tools = new ArrayList<>();
        for (JsonNode tool : body.path("tools")) {
            if (tool.path("type").asString("function").equals("function")) {
                tools.add(function(tool.path("function"), "tools[" + tools.size() + "].function.name"));
            } else {
                tools.add(new Tool.OfProvider(OpenAiProviderDialect.NAME, tool));
            }
        }
        for (JsonNode function : body.path("functions")) {
            tools.add(function(function, "functions[" + tools.size() + "].name"));
        }
        return tools;
    }

    /** A function as OpenAI defines one. */
    static Tool.Function function(JsonNode function, String param) throws DialectException {
        Fields fields = new Fields(function);
        String name = fields.text("name");
        if (name == null || name.isEmpty()) {
            throw new DialectException(invalidParam(param, "invalid_value", "Every tool needs a name."));
        }
        JsonNode parameters = function.get("parameters");
        return new Tool.Function(
                name,
                fields.text("description"),
                parameters == null || parameters.isNull() ? null : parameters,
                fields.bool("strict"),
                null);
    }

    /** What {@code tool_choice} says, here or in the Responses API. */
    static @Nullable ToolChoice choice(ObjectNode body) throws DialectException {
        JsonNode choice = body.has("tool_choice") ? body.get("tool_choice") : body.path("function_call");
        if (choice.isMissingNode() || choice.isNull()) {
            return null;
        }
        if (choice.isString()) {
            return switch (choice.stringValue()) {
                case "auto" -> new ToolChoice.Auto();
                case "none" -> new ToolChoice.None();
                case "required" -> new ToolChoice.Required();
                default -> throw wrongChoice();
            };
        }
        if (choice.path("type").asString("").equals("allowed_tools")) {
            JsonNode allowed = choice.has("allowed_tools") ? choice.get("allowed_tools") : choice;
            List<String> names = new ArrayList<>();
            allowed.path("tools").forEach(tool -> names.add(name(tool)));
            return new ToolChoice.Among(allowed.path("mode").asString("auto").equals("required"), names);
        }
        String name = name(choice);
        if (name.isEmpty()) {
            throw wrongChoice();
        }
        return new ToolChoice.Named(name);
    }

    private static String name(JsonNode choice) {
        JsonNode holder = choice.has("function") ? choice.get("function") : choice;
        return holder.path("name").asString("");
    }

    private static DialectException wrongChoice() {
        return new DialectException(invalidParam(
                "tool_choice", "invalid_value", "'tool_choice' must be auto, none, required, or name a function."));
    }

    static Map<String, String> metadata(JsonNode metadata) {
        Map<String, String> labels = new LinkedHashMap<>();
        metadata.properties().forEach(label -> {
            if (label.getValue().isString()) {
                labels.put(label.getKey(), label.getValue().stringValue());
            }
        });
        return labels;
    }
}

package io.tollgate.dialect;

import static io.tollgate.chat.GatewayError.invalidParam;

import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.Message;
import io.tollgate.chat.OutputFormat;
import io.tollgate.chat.Sampling;
import io.tollgate.chat.Tool;
import io.tollgate.chat.ToolChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a request to generate content as a conversation. */
final class GeminiChatReader {

    private GeminiChatReader() {}

    static ChatRequest read(JsonNode body) throws DialectException {
        GeminiFields fields = new GeminiFields(body);
        if (fields.has("cachedContent")) {
            throw Unconvertible.of("cachedContent", "Content cached with Google");
        }
        List<Message> messages = new GeminiContentReader().read(fields);
        if (messages.isEmpty()) {
            throw wrong("contents", "missing_required_parameter", "Missing required parameter: 'contents'.");
        }
        GeminiFields config = fields.in("generationConfig");
        requireText(config);
        return new ChatRequest(
                messages,
                tools(fields),
                choice(fields.in("toolConfig").in("functionCallingConfig")),
                null,
                sampling(config),
                format(config),
                GeminiThinking.read(config.in("thinkingConfig")),
                null,
                Map.of());
    }

    /** The conversation whose tokens are to be counted. */
    static ChatRequest counted(JsonNode body) throws DialectException {
        GeminiFields whole = new GeminiFields(body).in("generateContentRequest");
        return read(whole.object().isObject() ? whole.object() : body);
    }

    private static void requireText(GeminiFields config) throws DialectException {
        for (JsonNode modality : config.each("responseModalities")) {
            if (!modality.asString("").equalsIgnoreCase("TEXT")) {
                throw Unconvertible.of("generationConfig.responseModalities", "An answer that is not text");
            }
        }
    }

    private static Sampling sampling(GeminiFields config) throws DialectException {
        return new Sampling(
                config.integer("maxOutputTokens"),
                config.decimal("temperature"),
                config.decimal("topP"),
                config.integer("topK"),
                config.longInteger("seed"),
                config.decimal("presencePenalty"),
                config.decimal("frequencyPenalty"),
                config.integer("candidateCount"),
                config.texts("stopSequences"),
                config.bool("responseLogprobs"),
                config.integer("logprobs"));
    }

    private static @Nullable OutputFormat format(GeminiFields config) throws DialectException {
        String type = config.word("responseMimeType");
        if (!type.isEmpty() && !type.equals("text/plain") && !type.equals("application/json")) {
            throw Unconvertible.of("generationConfig.responseMimeType", "The type '" + type + "'");
        }
        JsonNode schema = schema(config, "responseJsonSchema", "responseSchema");
        if (schema != null) {
            return new OutputFormat.JsonSchema("answer", null, schema, null);
        }
        return type.equals("application/json") ? new OutputFormat.Json() : null;
    }

    /** A schema under one of two names: JSON schema, or Google's own. */
    private static @Nullable JsonNode schema(GeminiFields fields, String plain, String own) {
        if (fields.has(plain)) {
            return fields.get(plain);
        }
        return fields.has(own) ? GeminiSchema.toJsonSchema(fields.get(own)) : null;
    }

    private static List<Tool> tools(GeminiFields fields) throws DialectException {
        List<Tool> tools = new ArrayList<>();
        for (JsonNode tool : fields.each("tools")) {
            for (JsonNode function : new GeminiFields(tool).each("functionDeclarations")) {
                tools.add(function(new GeminiFields(function)));
            }
            tool.properties().forEach(member -> {
                String name = member.getKey();
                if (!name.equals("functionDeclarations") && !name.equals("function_declarations")) {
                    ObjectNode definition = Json.object();
                    definition.set(name, member.getValue());
                    tools.add(new Tool.OfProvider(GeminiProviderDialect.NAME, definition));
                }
            });
        }
        return tools;
    }

    private static Tool.Function function(GeminiFields function) throws DialectException {
        String name = function.word("name");
        if (name.isEmpty()) {
            throw wrong("tools", "invalid_value", "Every function needs a name.");
        }
        return new Tool.Function(
                name, function.text("description"), schema(function, "parametersJsonSchema", "parameters"), null, null);
    }

    private static @Nullable ToolChoice choice(GeminiFields config) throws DialectException {
        String mode = config.word("mode").toUpperCase(Locale.ROOT);
        List<String> names = config.texts("allowedFunctionNames");
        return switch (mode) {
            case "", "MODE_UNSPECIFIED" -> null;
            case "AUTO", "VALIDATED" -> names.isEmpty() ? new ToolChoice.Auto() : new ToolChoice.Among(false, names);
            case "NONE" -> new ToolChoice.None();
            case "ANY" ->
                switch (names.size()) {
                    case 0 -> new ToolChoice.Required();
                    case 1 -> new ToolChoice.Named(names.getFirst());
                    default -> new ToolChoice.Among(true, names);
                };
            default ->
                throw wrong(
                        "toolConfig.functionCallingConfig.mode",
                        "invalid_value",
                        "'mode' must be AUTO, ANY, NONE or VALIDATED.");
        };
    }

    static DialectException wrong(String param, String code, String message) {
        return new DialectException(invalidParam(param, code, message));
    }
}

package io.tollgate.dialect;

import static io.tollgate.chat.GatewayError.invalidParam;

import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.Content;
import io.tollgate.chat.Message;
import io.tollgate.chat.Message.Role;
import io.tollgate.chat.OutputFormat;
import io.tollgate.chat.Reasoning;
import io.tollgate.chat.Reasoning.Effort;
import io.tollgate.chat.Sampling;
import io.tollgate.chat.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads Ollama's requests as conversations; what only a local model knows, such as {@code num_ctx}, is left out. */
final class OllamaChatReader {

    private OllamaChatReader() {}

    /** A conversation. */
    static ChatRequest chat(ObjectNode body) throws DialectException {
        if (body.path("messages").isEmpty()) {
            throw new DialectException(
                    invalidParam("messages", "empty_array", "'messages' must hold at least one message."));
        }
        return request(new OllamaMessageReader().read(body.path("messages")), tools(body.path("tools")), body);
    }

    /** A prompt, which is a conversation of one turn. */
    static ChatRequest generate(ObjectNode body) throws DialectException {
        Fields fields = new Fields(body);
        String suffix = fields.text("suffix");
        if (suffix != null && !suffix.isEmpty()) {
            throw Unconvertible.of("suffix", "A text to be filled in");
        }
        List<Content> content = new ArrayList<>();
        String prompt = fields.text("prompt");
        if (prompt != null && !prompt.isEmpty()) {
            content.add(new Content.Text(prompt));
        }
        content.addAll(OllamaMessageReader.images(body.path("images"), "images"));
        if (content.isEmpty()) {
            throw new DialectException(
                    invalidParam("prompt", "missing_required_parameter", "Missing required parameter: 'prompt'."));
        }
        List<Message> messages = new ArrayList<>();
        String system = fields.text("system");
        if (system != null && !system.isEmpty()) {
            messages.add(Message.of(Role.SYSTEM, system));
        }
        messages.add(new Message(Role.USER, content));
        return request(messages, List.of(), body);
    }

    private static ChatRequest request(List<Message> messages, List<Tool> tools, ObjectNode body)
            throws DialectException {
        return new ChatRequest(
                messages,
                tools,
                null,
                null,
                sampling(new Fields(body.path("options"))),
                format(body.path("format")),
                reasoning(body.path("think")),
                null,
                Map.of());
    }

    private static List<Tool> tools(JsonNode list) throws DialectException {
        List<Tool> tools = new ArrayList<>();
        for (JsonNode tool : list) {
            tools.add(
                    tool.path("type").asString("function").equals("function")
                            ? OpenAiChatReader.function(
                                    tool.path("function"), "tools[" + tools.size() + "].function.name")
                            : new Tool.OfProvider(OllamaProviderDialect.NAME, tool));
        }
        return tools;
    }

    private static Sampling sampling(Fields options) throws DialectException {
        Integer limit = options.integer("num_predict");
        return new Sampling(
                limit == null || limit <= 0 ? null : limit, // below zero there is none
                options.decimal("temperature"),
                options.decimal("top_p"),
                options.integer("top_k"),
                options.longInteger("seed"),
                options.decimal("presence_penalty"),
                options.decimal("frequency_penalty"),
                null,
                options.texts("stop"),
                null,
                null);
    }

    private static @Nullable OutputFormat format(JsonNode format) throws DialectException {
        if (format.isMissingNode() || format.isNull() || format.asString("x").isEmpty()) {
            return null;
        }
        if (format.isObject()) {
            return new OutputFormat.JsonSchema("answer", null, format, null);
        }
        if (format.asString("").equals("json")) {
            return new OutputFormat.Json();
        }
        throw new DialectException(invalidParam("format", "invalid_value", "'format' must be json or a JSON schema."));
    }

    private static @Nullable Reasoning reasoning(JsonNode think) throws DialectException {
        if (think.isMissingNode() || think.isNull()) {
            return null;
        }
        if (think.isBoolean()) {
            return think.booleanValue()
                    ? new Reasoning(Effort.MEDIUM, null, true)
                    : new Reasoning(Effort.NONE, null, false);
        }
        Effort effort = Effort.of(think.asString(""));
        if (effort == null) {
            throw new DialectException(invalidParam(
                    "think", "invalid_value", "'think' must be true, false, or one of low, medium, high."));
        }
        return new Reasoning(effort, null, true);
    }
}

package io.tollgate.dialect;

import static io.tollgate.dialect.AnthropicRequestCheck.require;
import static io.tollgate.dialect.AnthropicRequestCheck.wrong;

import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.Message;
import io.tollgate.chat.OutputFormat;
import io.tollgate.chat.Reasoning;
import io.tollgate.chat.Sampling;
import io.tollgate.chat.Tool;
import io.tollgate.chat.ToolChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a messages request as a conversation. */
final class AnthropicChatReader {

    private AnthropicChatReader() {}

    static ChatRequest read(ObjectNode body) throws DialectException {
        Fields fields = new Fields(body);
        JsonNode choice = body.path("tool_choice");
        Boolean oneAtATime = new Fields(choice).bool("disable_parallel_tool_use");
        return new ChatRequest(
                messages(body),
                tools(body.path("tools")),
                choice(choice),
                oneAtATime == null ? null : (Boolean) !oneAtATime,
                sampling(fields),
                format(body),
                reasoning(body),
                new Fields(body.path("metadata")).text("user_id"),
                Map.of());
    }

    private static List<Message> messages(ObjectNode body) throws DialectException {
        List<Message> messages = new ArrayList<>();
        JsonNode system = body.path("system");
        if (!system.isMissingNode() && !system.isNull()) {
            messages.add(new Message(Message.Role.SYSTEM, AnthropicContentReader.parts(system, "system")));
        }
        int index = 0;
        for (JsonNode message : body.path("messages")) {
            AnthropicContentReader.message(message, "messages." + index++, messages);
        }
        return messages;
    }

    private static Sampling sampling(Fields fields) throws DialectException {
        return new Sampling(
                fields.integer("max_tokens"),
                fields.decimal("temperature"),
                fields.decimal("top_p"),
                fields.integer("top_k"),
                null,
                null,
                null,
                null,
                fields.texts("stop_sequences"),
                null,
                null);
    }

    private static List<Tool> tools(JsonNode list) throws DialectException {
        List<Tool> tools = new ArrayList<>();
        for (JsonNode tool : list) {
            if (tool.path("type").asString("custom").equals("custom")) {
                tools.add(function(tool, "tools." + tools.size()));
            } else {
                tools.add(new Tool.OfProvider(AnthropicProviderDialect.NAME, tool));
            }
        }
        return tools;
    }

    private static Tool.Function function(JsonNode tool, String place) throws DialectException {
        Fields fields = new Fields(tool);
        String name = fields.text("name");
        if (name == null || name.isEmpty()) {
            throw wrong(place + ".name", "Field required");
        }
        JsonNode schema = tool.path("input_schema");
        JsonNode cache = tool.path("cache_control");
        return new Tool.Function(
                name,
                fields.text("description"),
                schema.isObject() ? schema : null,
                fields.bool("strict"),
                cache.isObject() ? cache : null);
    }

    private static @Nullable ToolChoice choice(JsonNode choice) throws DialectException {
        if (choice.isMissingNode() || choice.isNull()) {
            return null;
        }
        return switch (choice.path("type").asString("")) {
            case "auto" -> new ToolChoice.Auto();
            case "any" -> new ToolChoice.Required();
            case "none" -> new ToolChoice.None();
            case "tool" -> {
                String name = choice.path("name").asString("");
                require(!name.isEmpty(), "tool_choice.name", "Field required");
                yield new ToolChoice.Named(name);
            }
            default -> throw wrong("tool_choice.type", "Input should be 'auto', 'any', 'tool' or 'none'");
        };
    }

    private static @Nullable OutputFormat format(ObjectNode body) throws DialectException {
        JsonNode format = body.path("output_config").path("format");
        if (!format.isObject()) {
            format = body.path("output_format"); // its name while it was a beta
        }
        if (!format.isObject()) {
            return null;
        }
        require(
                format.path("type").asString("").equals("json_schema")
                        && format.path("schema").isObject(),
                "output_config.format",
                "Input should be a 'json_schema' with a 'schema'");
        return new OutputFormat.JsonSchema("answer", null, format.path("schema"), true);
    }

    private static @Nullable Reasoning reasoning(ObjectNode body) throws DialectException {
        JsonNode thinking = body.path("thinking");
        Reasoning.Effort effort = effort(body.path("output_config"));
        if (!thinking.isObject()) {
            return effort == null ? null : new Reasoning(effort, null, null);
        }
        return switch (thinking.path("type").asString("")) {
            case "enabled" -> {
                Integer budget = new Fields(thinking).integer("budget_tokens");
                require(budget != null && budget > 0, "thinking.enabled.budget_tokens", "Field required");
                yield new Reasoning(effort, budget, shown(thinking));
            }
            case "disabled" -> new Reasoning(null, 0, null);
            case "adaptive" -> new Reasoning(effort, null, shown(thinking));
            default -> throw wrong("thinking.type", "Input should be 'enabled', 'disabled' or 'adaptive'");
        };
    }

    private static Reasoning.@Nullable Effort effort(JsonNode config) throws DialectException {
        String word = new Fields(config).text("effort");
        Reasoning.Effort effort = word == null ? null : Reasoning.Effort.of(word);
        require(
                word == null || effort != null,
                "output_config.effort",
                "Input should be 'low', 'medium', 'high', 'xhigh' or 'max'");
        return effort;
    }

    private static @Nullable Boolean shown(JsonNode thinking) {
        return switch (thinking.path("display").asString("")) {
            case "summarized" -> Boolean.TRUE;
            case "omitted" -> Boolean.FALSE;
            default -> null;
        };
    }
}

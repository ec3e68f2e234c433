package io.tollgate.dialect;

import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.Content;
import io.tollgate.chat.Message;
import io.tollgate.chat.Tool;
import io.tollgate.chat.ToolChoice;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the tools of a conversation and the choice among them. */
final class AnthropicToolWriter {

    private AnthropicToolWriter() {}

    static void write(ObjectNode body, ChatRequest chat) throws DialectException {
        ArrayNode tools = Json.array();
        for (Tool tool : chat.tools()) {
            add(tool, chat.toolChoice(), tools);
        }
        if (!tools.isEmpty()) {
            body.set("tools", tools);
            choice(body, chat.toolChoice(), Boolean.FALSE.equals(chat.parallelTools()));
            return;
        }
        Set<String> called = called(chat.messages());
        if (!called.isEmpty()) { // tools that were called must be defined
            called.forEach(name -> tools.add(function(new Tool.Function(name, null, null, null, null))));
            body.set("tools", tools);
            body.putObject("tool_choice").put("type", "none");
        }
    }

    private static void add(Tool tool, @Nullable ToolChoice choice, ArrayNode tools) throws DialectException {
        switch (tool) {
            case Tool.Function function -> {
                if (!(choice instanceof ToolChoice.Among among) || among.names().contains(function.name())) {
                    tools.add(function(function));
                }
            }
            case Tool.OfProvider(String dialect, var definition) -> {
                if (!dialect.equals(AnthropicProviderDialect.NAME)) {
                    throw Unconvertible.tool(definition);
                }
                tools.add(definition);
            }
        }
    }

    private static ObjectNode function(Tool.Function function) {
        ObjectNode node = Json.object().put("name", function.name());
        if (function.description() != null) {
            node.put("description", function.description());
        }
        node.set(
                "input_schema",
                AnthropicSchema.ofArguments(function.parameters() == null ? Json.object() : function.parameters()));
        if (Boolean.TRUE.equals(function.strict())) {
            node.put("strict", true);
        }
        if (function.cache() != null) {
            node.set("cache_control", function.cache());
        }
        return node;
    }

    static Set<String> called(List<Message> messages) {
        Set<String> names = new LinkedHashSet<>();
        for (Message message : messages) {
            for (Content part : message.content()) {
                if (part instanceof Content.ToolCall call) {
                    names.add(call.name());
                }
            }
        }
        return names;
    }

    private static void choice(ObjectNode body, @Nullable ToolChoice choice, boolean oneAtATime) {
        if (choice == null && !oneAtATime) {
            return;
        }
        ObjectNode node = body.putObject("tool_choice");
        switch (choice == null ? new ToolChoice.Auto() : choice) {
            case ToolChoice.Auto() -> node.put("type", "auto");
            case ToolChoice.None() -> node.put("type", "none");
            case ToolChoice.Required() -> node.put("type", "any");
            case ToolChoice.Named(String name) -> node.put("type", "tool").put("name", name);
            case ToolChoice.Among(boolean required, var _) -> node.put("type", required ? "any" : "auto");
        }
        if (oneAtATime && !(choice instanceof ToolChoice.None)) {
            node.put("disable_parallel_tool_use", true);
        }
    }

    /** Whether a tool must be called. */
    static boolean isForced(@Nullable ToolChoice choice) {
        return choice instanceof ToolChoice.Required
                || choice instanceof ToolChoice.Named
                || choice instanceof ToolChoice.Among among && among.required();
    }
}

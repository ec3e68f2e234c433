package io.tollgate.dialect;

import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.Tool;
import io.tollgate.chat.ToolChoice;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the tools of a conversation and the choice among them. */
final class BedrockToolWriter {

    private final Destination to;
    private final boolean caches;

    BedrockToolWriter(Destination to) {
        this.to = to;
        this.caches = new BedrockModel(to.model()).caches();
    }

    /** Bedrock cannot be told to call none: tools are not shown then, unless some were called before. */
    void write(ObjectNode body, ChatRequest chat) throws DialectException {
        ArrayNode tools = Json.array();
        for (Tool tool : chat.tools()) {
            add(tool, chat.toolChoice(), tools);
        }
        Set<String> called = AnthropicToolWriter.called(chat.messages());
        boolean none = chat.toolChoice() instanceof ToolChoice.None;
        if (called.isEmpty() && (none || tools.isEmpty())) {
            return;
        }
        lose("tool_choice", none);
        if (tools.isEmpty()) { // tools that were called must be defined
            called.forEach(name -> tools.add(function(new Tool.Function(name, null, null, null, null))));
        }
        ObjectNode config = body.putObject("toolConfig");
        config.set("tools", tools);
        choice(config, chat.toolChoice());
        lose("parallel_tool_calls", Boolean.FALSE.equals(chat.parallelTools()));
    }

    private void add(Tool tool, @Nullable ToolChoice choice, ArrayNode tools) throws DialectException {
        switch (tool) {
            case Tool.Function function -> {
                if (!(choice instanceof ToolChoice.Among among) || among.names().contains(function.name())) {
                    tools.add(function(function));
                    cache(function.cache(), tools);
                }
            }
            case Tool.OfProvider(String _, var definition) -> throw Unconvertible.tool(definition);
        }
    }

    private void cache(@Nullable JsonNode marker, ArrayNode tools) {
        if (marker != null && caches) {
            tools.add(BedrockContentWriter.cachePoint(marker));
        } else {
            lose("cache_control", marker != null);
        }
    }

    private static ObjectNode function(Tool.Function function) {
        ObjectNode tool = Json.object();
        ObjectNode spec = tool.putObject("toolSpec").put("name", function.name());
        if (function.description() != null && !function.description().isBlank()) {
            spec.put("description", function.description());
        }
        JsonNode parameters = function.parameters();
        spec.putObject("inputSchema")
                .set("json", AnthropicSchema.ofArguments(parameters == null ? Json.object() : parameters));
        if (Boolean.TRUE.equals(function.strict())) {
            spec.put("strict", true);
        }
        return tool;
    }

    private static void choice(ObjectNode config, @Nullable ToolChoice choice) {
        switch (choice) {
            case null -> {}
            case ToolChoice.None() -> {}
            case ToolChoice.Auto() -> config.putObject("toolChoice").putObject("auto");
            case ToolChoice.Required() -> config.putObject("toolChoice").putObject("any");
            case ToolChoice.Named(String name) ->
                config.putObject("toolChoice").putObject("tool").put("name", name);
            case ToolChoice.Among(boolean required, var _) ->
                config.putObject("toolChoice").putObject(required ? "any" : "auto");
        }
    }

    private void lose(String name, boolean lost) {
        if (lost) {
            to.losses().dropped(name);
        }
    }
}

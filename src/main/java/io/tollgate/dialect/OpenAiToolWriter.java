package io.tollgate.dialect;

import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.Tool;
import io.tollgate.chat.ToolChoice;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes tools, and the choice among them, in OpenAI's two forms: chat completions put what they say of a thing into a
 * member named like its type, the Responses API puts it beside the type.
 */
enum OpenAiToolWriter {
    CHAT(OpenAiProviderDialect.NAME),
    RESPONSES(ResponsesProviderDialect.NAME);

    private final String dialect;

    OpenAiToolWriter(String dialect) {
        this.dialect = dialect;
    }

    void write(ObjectNode body, ChatRequest chat) throws DialectException {
        ArrayNode tools = Json.array();
        for (Tool tool : chat.tools()) {
            switch (tool) {
                case Tool.Function function -> tools.add(function(function));
                case Tool.OfProvider own -> {
                    if (!own.dialect().equals(dialect)) {
                        throw Unconvertible.tool(own.definition());
                    }
                    tools.add(own.definition());
                }
            }
        }
        if (tools.isEmpty()) {
            return;
        }
        body.set("tools", tools);
        if (chat.toolChoice() != null) {
            choice(body, chat.toolChoice());
        }
        if (chat.parallelTools() != null) {
            body.put("parallel_tool_calls", chat.parallelTools());
        }
    }

    private ObjectNode typed(String type, ObjectNode said) {
        ObjectNode node = Json.object().put("type", type);
        return switch (this) {
            case CHAT -> node.set(type, said);
            case RESPONSES -> node.setAll(said);
        };
    }

    /** The Responses API wants parameters, and is strict unless it is told otherwise. */
    private ObjectNode function(Tool.Function function) {
        boolean all = this == RESPONSES;
        JsonNode parameters = function.parameters() == null && all ? noParameters() : function.parameters();
        Boolean strict = function.strict() == null && all ? Boolean.FALSE : function.strict();
        ObjectNode said = Json.object().put("name", function.name());
        if (function.description() != null) {
            said.put("description", function.description());
        }
        if (parameters != null) {
            said.set("parameters", parameters);
        }
        if (strict != null) {
            said.put("strict", strict);
        }
        return typed("function", said);
    }

    /** The schema of a function that takes nothing. */
    static ObjectNode noParameters() {
        ObjectNode schema = Json.object().put("type", "object");
        schema.putObject("properties");
        return schema;
    }

    private void choice(ObjectNode body, ToolChoice choice) {
        switch (choice) {
            case ToolChoice.Auto() -> body.put("tool_choice", "auto");
            case ToolChoice.None() -> body.put("tool_choice", "none");
            case ToolChoice.Required() -> body.put("tool_choice", "required");
            case ToolChoice.Named(String name) -> body.set("tool_choice", named(name));
            case ToolChoice.Among(boolean required, List<String> names) -> {
                ObjectNode allowed = Json.object().put("mode", required ? "required" : "auto");
                ArrayNode list = allowed.putArray("tools");
                names.forEach(name -> list.add(named(name)));
                body.set("tool_choice", typed("allowed_tools", allowed));
            }
        }
    }

    private ObjectNode named(String name) {
        return typed("function", Json.object().put("name", name));
    }
}

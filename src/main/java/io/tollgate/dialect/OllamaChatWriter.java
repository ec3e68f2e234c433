package io.tollgate.dialect;

import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.OutputFormat;
import io.tollgate.chat.Reasoning;
import io.tollgate.chat.Sampling;
import io.tollgate.chat.Tool;
import io.tollgate.chat.ToolChoice;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a conversation as Ollama's chat request. */
final class OllamaChatWriter {

    /** Of models that take how much to think, and not whether. */
    private static final String THINKS_BY_LEVEL = "gpt-oss";

    private final Destination to;

    OllamaChatWriter(Destination to) {
        this.to = to;
    }

    ObjectNode write(ChatRequest chat) throws DialectException {
        ObjectNode body = Json.object().put("model", to.model());
        body.set("messages", new OllamaMessageWriter(to).write(chat.messages()));
        tools(body, chat);
        ObjectNode options = options(chat.sampling());
        if (!options.isEmpty()) {
            body.set("options", options);
        }
        format(body, chat.format());
        think(body, chat.reasoning());
        dropped("user", chat.user());
        dropped("metadata", chat.metadata().isEmpty() ? null : chat.metadata());
        return body.put("stream", to.streamed());
    }

    private ObjectNode options(Sampling sampling) throws DialectException {
        if (sampling.choices() != null && sampling.choices() > 1) {
            throw Unconvertible.of("n", "A request for several answers");
        }
        dropped("logprobs", Boolean.TRUE.equals(sampling.logprobs()) ? true : null);
        ObjectNode options = Json.present(Json.object()
                .put("num_predict", sampling.maxTokens())
                .put("temperature", sampling.temperature())
                .put("top_p", sampling.topP())
                .put("top_k", sampling.topK())
                .put("seed", sampling.seed())
                .put("presence_penalty", sampling.presencePenalty())
                .put("frequency_penalty", sampling.frequencyPenalty()));
        if (!sampling.stop().isEmpty()) {
            ArrayNode stop = options.putArray("stop");
            sampling.stop().forEach(stop::add);
        }
        return options;
    }

    private void dropped(String name, @Nullable Object value) {
        if (value != null) {
            to.losses().dropped(name);
        }
    }

    private static void format(ObjectNode body, @Nullable OutputFormat format) {
        switch (format) {
            case null -> {}
            case OutputFormat.Json() -> body.put("format", "json");
            case OutputFormat.JsonSchema schema -> body.set("format", schema.schema());
        }
    }

    private void think(ObjectNode body, @Nullable Reasoning reasoning) {
        if (reasoning == null) {
            return;
        }
        if (to.model().contains(THINKS_BY_LEVEL)) {
            body.put("think", level(reasoning.inWords()));
        } else {
            body.put("think", !reasoning.isOff());
        }
    }

    private static String level(Reasoning.@Nullable Effort effort) {
        return switch (effort) {
            case NONE, MINIMAL, LOW -> "low";
            case null -> "medium";
            case MEDIUM -> "medium";
            case HIGH, XHIGH, MAX -> "high";
        };
    }

    /** Ollama cannot be told to call a tool; tools that must not be called are not shown to it. */
    private void tools(ObjectNode body, ChatRequest chat) throws DialectException {
        ArrayNode tools = Json.array();
        for (Tool tool : chat.tools()) {
            switch (tool) {
                case Tool.Function function -> {
                    if (isOffered(function.name(), chat.toolChoice())) {
                        tools.add(function(function));
                    }
                }
                case Tool.OfProvider(String dialect, var definition) -> {
                    if (!dialect.equals(OllamaProviderDialect.NAME)) {
                        throw Unconvertible.tool(definition);
                    }
                    tools.add(definition);
                }
            }
        }
        if (!tools.isEmpty()) {
            body.set("tools", tools);
        }
        dropped("parallel_tool_calls", Boolean.FALSE.equals(chat.parallelTools()) ? false : null);
    }

    private static boolean isOffered(String name, @Nullable ToolChoice choice) throws DialectException {
        return switch (choice) {
            case null -> true;
            case ToolChoice.Auto() -> true;
            case ToolChoice.None() -> false;
            case ToolChoice.Required(), ToolChoice.Named _ -> throw forced();
            case ToolChoice.Among(boolean required, List<String> names) -> {
                if (required) {
                    throw forced();
                }
                yield names.contains(name);
            }
        };
    }

    private static DialectException forced() {
        return Unconvertible.of("tool_choice", "A tool that must be called");
    }

    private static ObjectNode function(Tool.Function function) {
        ObjectNode node = Json.object().put("type", "function");
        ObjectNode inner = node.putObject("function").put("name", function.name());
        if (function.description() != null) {
            inner.put("description", function.description());
        }
        inner.set(
                "parameters", function.parameters() == null ? OpenAiToolWriter.noParameters() : function.parameters());
        return node;
    }
}

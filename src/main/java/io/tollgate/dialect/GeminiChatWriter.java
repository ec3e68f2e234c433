package io.tollgate.dialect;

import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.OutputFormat;
import io.tollgate.chat.Sampling;
import io.tollgate.chat.Tool;
import io.tollgate.chat.ToolChoice;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a conversation as a request to generate content. */
final class GeminiChatWriter {

    private static final int MOST_STOPS = 5;

    private final Destination to;

    GeminiChatWriter(Destination to) {
        this.to = to;
    }

    ObjectNode write(ChatRequest chat) throws DialectException {
        ObjectNode body = input(chat);
        ObjectNode config = Json.object();
        sampling(config, chat.sampling());
        if (chat.format() != null) {
            format(config, chat.format());
        }
        if (chat.reasoning() != null) {
            ObjectNode thinking = GeminiThinking.write(chat.reasoning(), to.model());
            if (!thinking.isEmpty()) {
                config.set("thinkingConfig", thinking);
            }
        }
        if (!config.isEmpty()) {
            body.set("generationConfig", config);
        }
        lose(chat);
        return body;
    }

    /** What the model reads. */
    ObjectNode input(ChatRequest chat) throws DialectException {
        ObjectNode body = new GeminiContentWriter(to).write(chat.messages());
        tools(body, chat);
        return body;
    }

    private void lose(ChatRequest chat) {
        if (chat.user() != null) {
            to.losses().dropped("user");
        }
        if (!chat.metadata().isEmpty()) {
            to.losses().dropped("metadata");
        }
        if (Boolean.FALSE.equals(chat.parallelTools())) {
            to.losses().dropped("parallel_tool_calls");
        }
    }

    private void sampling(ObjectNode config, Sampling sampling) {
        config.setAll(Json.present(Json.object()
                .put("maxOutputTokens", sampling.maxTokens())
                .put("temperature", sampling.temperature())
                .put("topP", sampling.topP())
                .put("topK", sampling.topK())
                .put("presencePenalty", sampling.presencePenalty())
                .put("frequencyPenalty", sampling.frequencyPenalty())
                .put("candidateCount", sampling.choices())
                .put("responseLogprobs", sampling.logprobs())
                .put("logprobs", sampling.topLogprobs())));
        Long seed = sampling.seed();
        if (seed != null && seed == seed.intValue()) {
            config.put("seed", seed);
        } else if (seed != null) {
            to.losses().dropped("seed");
        }
        if (!sampling.stop().isEmpty()) {
            ArrayNode stop = config.putArray("stopSequences");
            sampling.stop().stream().limit(MOST_STOPS).forEach(stop::add);
            if (sampling.stop().size() > MOST_STOPS) {
                to.losses().dropped("stop[5..]");
            }
        }
    }

    private static void format(ObjectNode config, OutputFormat format) {
        config.put("responseMimeType", "application/json");
        if (format instanceof OutputFormat.JsonSchema schema) {
            config.set("responseJsonSchema", schema.schema());
        }
    }

    private void tools(ObjectNode body, ChatRequest chat) throws DialectException {
        ArrayNode tools = Json.array();
        ArrayNode functions = Json.array();
        for (Tool tool : chat.tools()) {
            switch (tool) {
                case Tool.Function function -> {
                    if (isOffered(function.name(), chat.toolChoice())) {
                        functions.add(function(function));
                    }
                }
                case Tool.OfProvider(String dialect, var definition) -> {
                    if (!dialect.equals(GeminiProviderDialect.NAME)) {
                        throw Unconvertible.tool(definition);
                    }
                    tools.add(definition);
                }
            }
        }
        if (!functions.isEmpty()) {
            tools.insertObject(0).set("functionDeclarations", functions);
        }
        if (!tools.isEmpty()) {
            body.set("tools", tools);
        }
        if (!functions.isEmpty() && chat.toolChoice() != null) {
            choice(body, chat.toolChoice());
        }
    }

    /** Names are taken with a demand to call only: otherwise the other functions are left out. */
    private static boolean isOffered(String name, @Nullable ToolChoice choice) {
        return !(choice instanceof ToolChoice.Among(boolean required, List<String> names))
                || required
                || names.contains(name);
    }

    private ObjectNode function(Tool.Function function) {
        ObjectNode node = Json.object().put("name", function.name());
        if (function.description() != null) {
            node.put("description", function.description());
        }
        if (function.parameters() != null) {
            node.set("parametersJsonSchema", function.parameters());
        }
        if (Boolean.TRUE.equals(function.strict())) {
            to.losses().dropped("strict");
        }
        if (function.cache() != null) {
            to.losses().dropped("cache_control");
        }
        return node;
    }

    private static void choice(ObjectNode body, ToolChoice choice) {
        ObjectNode config = body.putObject("toolConfig").putObject("functionCallingConfig");
        switch (choice) {
            case ToolChoice.Auto() -> config.put("mode", "AUTO");
            case ToolChoice.None() -> config.put("mode", "NONE");
            case ToolChoice.Required() -> config.put("mode", "ANY");
            case ToolChoice.Named(String name) ->
                config.put("mode", "ANY").putArray("allowedFunctionNames").add(name);
            case ToolChoice.Among(boolean required, List<String> names) -> {
                config.put("mode", required ? "ANY" : "AUTO");
                if (required) {
                    ArrayNode allowed = config.putArray("allowedFunctionNames");
                    names.forEach(allowed::add);
                }
            }
        }
    }
}

package io.tollgate.dialect;

import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.Reasoning;
import io.tollgate.chat.Sampling;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes how words are chosen and how much is thought: what all models take, and beside it what only the makers of some
 * of them know, in their own words.
 */
final class BedrockInference {

    private final Destination to;
    private final BedrockModel model;

    BedrockInference(Destination to) {
        this.to = to;
        this.model = new BedrockModel(to.model());
    }

    void write(ObjectNode body, ChatRequest chat) {
        ObjectNode config = Json.object();
        ObjectNode more = Json.object();
        if (model.isAnthropic()) {
            anthropic(body.path("messages"), chat, config, more);
        } else {
            other(chat, config, more);
        }
        ArrayNode stop = Json.array();
        for (String sequence : chat.sampling().stop()) {
            if (sequence.isBlank()) {
                to.losses().dropped("stop");
            } else {
                stop.add(sequence);
            }
        }
        if (!stop.isEmpty()) {
            config.set("stopSequences", stop);
        }
        put(body, "inferenceConfig", config);
        put(body, "additionalModelRequestFields", more);
    }

    private static void put(ObjectNode body, String name, ObjectNode value) {
        if (!value.isEmpty()) {
            body.set(name, value);
        }
    }

    /** What holds for these models with Anthropic itself holds here as well. */
    private void anthropic(JsonNode turns, ChatRequest chat, ObjectNode config, ObjectNode more) {
        ObjectNode own = Json.object();
        own.set("messages", outline(turns));
        boolean thinks = new AnthropicReasoning(to).write(own, chat);
        new AnthropicChatWriter(to).words(own, chat.sampling(), thinks);
        if (thinks || chat.sampling().maxTokens() != null) {
            config.set("maxTokens", own.path("max_tokens"));
        }
        move(own, "temperature", config, "temperature");
        move(own, "top_p", config, "topP");
        move(own, "top_k", more, "top_k");
        move(own, "thinking", more, "thinking");
        move(own, "output_config", more, "output_config");
    }

    private static void move(ObjectNode from, String name, ObjectNode to, String newName) {
        JsonNode value = from.get(name);
        if (value != null) {
            to.set(newName, value);
        }
    }

    /** The turns as Anthropic writes them, with nothing but the types of their first blocks. */
    private static ArrayNode outline(JsonNode turns) {
        ArrayNode outline = Json.array();
        for (JsonNode turn : turns) {
            JsonNode first = turn.path("content").path(0);
            String type = first.has("toolResult") ? "tool_result" : first.has("reasoningContent") ? "thinking" : "text";
            outline.addObject()
                    .put("role", turn.path("role").asString(""))
                    .putArray("content")
                    .addObject()
                    .put("type", type);
        }
        return outline;
    }

    private void other(ChatRequest chat, ObjectNode config, ObjectNode more) {
        Sampling sampling = chat.sampling();
        config.setAll(Json.present(Json.object()
                .put("maxTokens", sampling.maxTokens())
                .put("temperature", sampling.temperature())
                .put("topP", sampling.topP())));
        if (sampling.topK() != null) {
            if (model.isNova()) {
                more.putObject("inferenceConfig").put("topK", sampling.topK());
            } else {
                to.losses().dropped("top_k");
            }
        }
        Reasoning reasoning = chat.reasoning();
        Reasoning.Effort effort = reasoning == null ? null : reasoning.inWords();
        if (effort != null && model.takesEffort()) {
            more.put("reasoning_effort", level(effort));
        } else if (reasoning != null && !reasoning.isOff()) {
            to.losses().dropped("reasoning_effort");
        }
    }

    private static String level(Reasoning.Effort effort) {
        return switch (effort) {
            case NONE, MINIMAL, LOW -> "low";
            case MEDIUM -> "medium";
            case HIGH, XHIGH, MAX -> "high";
        };
    }
}

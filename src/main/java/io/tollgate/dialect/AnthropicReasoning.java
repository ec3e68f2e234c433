package io.tollgate.dialect;

import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.Reasoning;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes how much a model thinks, together with the limit of tokens that thinking counts against. */
final class AnthropicReasoning {

    /** Tokens of output where the client sets no limit: Anthropic requires one, and every model can write as many. */
    static final int DEFAULT_MAX_TOKENS = 4096;

    /** Anthropic allows no smaller budget. */
    private static final int LEAST_BUDGET = 1024;

    /** Tokens that every model that thinks can write. */
    private static final int LARGEST_OUTPUT = 32_000;

    private final Destination to;
    private final AnthropicModel model;

    AnthropicReasoning(Destination to) {
        this.to = to;
        this.model = new AnthropicModel(to.model());
    }

    /** Writes {@code max_tokens} and {@code thinking}. Whether the model is going to think. */
    boolean write(ObjectNode body, ChatRequest chat) {
        Integer limit = chat.sampling().maxTokens();
        Reasoning reasoning = chat.reasoning();
        if (reasoning != null && !reasoning.isOff()) {
            boolean adaptive = model.isAdaptive() || reasoning.inTokens() == null && !model.needsBudget();
            if (allowed(body, chat, adaptive, limit)) {
                if (adaptive) {
                    adaptive(body, reasoning, limit);
                } else {
                    budgeted(body, reasoning, limit);
                }
                return true;
            }
            to.losses().dropped("reasoning_effort");
        }
        body.put("max_tokens", limit == null ? DEFAULT_MAX_TOKENS : limit);
        if (reasoning != null) {
            off(body, reasoning);
        }
        return false;
    }

    private void off(ObjectNode body, Reasoning reasoning) {
        if (model.thinksAlways()) {
            to.losses().dropped("reasoning_effort");
            body.putObject("output_config").put("effort", Reasoning.Effort.LOW.word());
        } else if (reasoning.isOff() || model.isAdaptive()) {
            body.putObject("thinking").put("type", "disabled");
        }
    }

    private static boolean allowed(ObjectNode body, ChatRequest chat, boolean adaptive, @Nullable Integer limit) {
        if (AnthropicToolWriter.isForced(chat.toolChoice())) {
            return false;
        }
        return adaptive || (limit == null || limit > LEAST_BUDGET) && fits(body.path("messages"));
    }

    /**
     * An answer that is going on, with tools called in between, must have begun with thinking; one that is begun by the
     * client cannot have.
     */
    private static boolean fits(JsonNode turns) {
        int at = turns.size() - 1;
        if (turns.path(at).path("role").asString("").equals("assistant")) {
            return false;
        }
        boolean begun = false;
        for (; first(turns.path(at)).equals("tool_result"); at -= 2) {
            begun = true;
            if (first(turns.path(at - 1)).endsWith("thinking")) {
                return true;
            }
        }
        return !begun;
    }

    /** The type of a turn's first block. */
    private static String first(JsonNode turn) {
        return turn.path("content").path(0).path("type").asString("");
    }

    private static void adaptive(ObjectNode body, Reasoning reasoning, @Nullable Integer limit) {
        Reasoning.Effort effort = reasoning.inWords();
        int budget = effort == null ? Reasoning.Effort.HIGH.budget() : effort.budget();
        body.put("max_tokens", limit == null ? Math.min(LARGEST_OUTPUT, budget + DEFAULT_MAX_TOKENS) : limit);
        show(body.putObject("thinking").put("type", "adaptive"), reasoning, true);
        if (effort != null) {
            body.putObject("output_config").put("effort", effort == Reasoning.Effort.MINIMAL ? "low" : effort.word());
        }
    }

    private static void budgeted(ObjectNode body, Reasoning reasoning, @Nullable Integer limit) {
        Integer wanted = reasoning.inTokens();
        int budget = Math.max(LEAST_BUDGET, wanted == null ? Reasoning.Effort.MEDIUM.budget() : wanted);
        if (limit == null && reasoning.budget() == null) {
            budget = Math.min(budget, LARGEST_OUTPUT - DEFAULT_MAX_TOKENS);
        } else if (limit != null && budget >= limit) {
            budget = Math.max(LEAST_BUDGET, limit / 2);
        }
        body.put("max_tokens", limit == null ? budget + DEFAULT_MAX_TOKENS : limit);
        ObjectNode thinking = body.putObject("thinking").put("type", "enabled").put("budget_tokens", budget);
        show(thinking, reasoning, false);
    }

    private static void show(ObjectNode thinking, Reasoning reasoning, boolean adaptive) {
        if (Boolean.FALSE.equals(reasoning.shown())) {
            thinking.put("display", "omitted");
        } else if (adaptive && Boolean.TRUE.equals(reasoning.shown())) {
            thinking.put("display", "summarized");
        }
    }
}

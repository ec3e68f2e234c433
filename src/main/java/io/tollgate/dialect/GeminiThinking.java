package io.tollgate.dialect;

import io.tollgate.chat.Reasoning;
import io.tollgate.chat.Reasoning.Effort;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** {@code thinkingConfig}: a level for Gemini 3, a budget of tokens for models before it. */
final class GeminiThinking {

    private static final int LEAST_OF_PRO = 128;
    private static final int MOST_OF_PRO = 32_768;
    private static final int MOST = 24_576;
    private static final int DYNAMIC = -1;

    private GeminiThinking() {}

    /** Whether the model is of Gemini 3, which thinks in levels and checks signatures of calls. */
    static boolean isThird(String model) {
        return GeminiProviderDialect.plain(model).startsWith("gemini-3");
    }

    static ObjectNode write(Reasoning reasoning, String model) {
        ObjectNode config = Json.object();
        Effort effort = reasoning.inWords();
        Integer budget = reasoning.inTokens();
        if (isThird(model) && effort != null) {
            config.put("thinkingLevel", level(effort, model));
        } else if (budget != null) {
            config.put("thinkingBudget", budget(budget, model));
        }
        if (reasoning.shown() != null) {
            config.put("includeThoughts", reasoning.shown());
        }
        return config;
    }

    /** Pro models have no {@code minimal}, and the first of them no {@code medium}. */
    private static String level(Effort effort, String model) {
        return switch (effort) {
            case NONE, MINIMAL -> model.contains("pro") ? "low" : "minimal";
            case LOW -> "low";
            case MEDIUM -> model.contains("gemini-3-pro") ? "high" : "medium";
            case HIGH, XHIGH, MAX -> "high";
        };
    }

    /** Pro models cannot do without thinking. */
    private static int budget(int budget, String model) {
        return model.contains("pro") ? Math.clamp(budget, LEAST_OF_PRO, MOST_OF_PRO) : Math.clamp(budget, 0, MOST);
    }

    static @Nullable Reasoning read(GeminiFields config) throws DialectException {
        String level = config.word("thinkingLevel").toLowerCase(Locale.ROOT);
        Integer budget = config.integer("thinkingBudget");
        Boolean shown = config.bool("includeThoughts");
        Effort effort = Effort.of(level);
        Integer tokens = budget == null || budget == DYNAMIC ? null : budget;
        return effort == null && tokens == null && shown == null ? null : new Reasoning(effort, tokens, shown);
    }
}

package io.tollgate.dialect;

import io.tollgate.chat.Usage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What was used, as Ollama counts it: in the last line of an answer. */
final class OllamaUsage {

    private static final long MOST = 1_000_000_000L;

    private OllamaUsage() {}

    /** Counts that are left out are zero; without any, nothing is known. */
    static Usage read(JsonNode answer) {
        long input = count(answer, "prompt_eval_count");
        long output = count(answer, "eval_count");
        boolean counted = answer.has("prompt_eval_count") || answer.has("eval_count");
        return counted && input >= 0 && output >= 0 ? Usage.ofTokens(input, 0, output, 0) : Usage.NONE;
    }

    private static long count(JsonNode answer, String name) {
        double value = answer.path(name).asDouble(0);
        return value >= 0 && value <= MOST ? (long) value : -1;
    }

    /** Adds counts and durations, the latter in nanoseconds. */
    static void write(ObjectNode line, Usage usage, long total, long evaluating) {
        line.put("total_duration", total)
                .put("load_duration", 0)
                .put("prompt_eval_count", usage.inputTokens())
                .put("prompt_eval_duration", total - evaluating)
                .put("eval_count", usage.outputTokens())
                .put("eval_duration", evaluating);
    }
}

package io.tollgate.dialect;

import io.tollgate.chat.Usage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's {@code usage}, in which the parts of a count lie inside it. */
final class OpenAiUsage {

    private OpenAiUsage() {}

    /** Chat completions' form. */
    static ObjectNode chat(Usage usage) {
        return write(usage, "prompt_tokens", "completion_tokens");
    }

    /** The Responses API's form, where tokens written to a cache are never left out. */
    static ObjectNode responses(Usage usage) {
        ObjectNode node = write(usage, "input_tokens", "output_tokens");
        node.withObjectProperty("input_tokens_details").put("cache_write_tokens", usage.cacheWriteTokens());
        return node;
    }

    private static ObjectNode write(Usage usage, String input, String output) {
        ObjectNode node = Json.object()
                .put(input, usage.inputTokens())
                .put(output, usage.outputTokens())
                .put("total_tokens", usage.inputTokens() + usage.outputTokens());
        ObjectNode in = node.putObject(input + "_details").put("cached_tokens", usage.cachedTokens());
        ObjectNode out = node.putObject(output + "_details").put("reasoning_tokens", usage.reasoningTokens());
        if (usage.cacheWriteTokens() > 0) {
            in.put("cache_write_tokens", usage.cacheWriteTokens());
        }
        if (usage.audioInputTokens() > 0) {
            in.put("audio_tokens", usage.audioInputTokens());
        }
        if (usage.audioOutputTokens() > 0) {
            out.put("audio_tokens", usage.audioOutputTokens());
        }
        return node;
    }

    /** What an answer's {@code usage} says; absent when it says nothing. */
    static @Nullable Usage read(JsonNode usage) {
        if (!usage.isObject()) {
            return null;
        }
        byte[] bytes = Json.bytes(usage);
        try (JsonParser parser = Json.answer(bytes, 0, bytes.length)) {
            parser.nextToken();
            return UsageReader.read(parser);
        }
    }
}

package io.tollgate.dialect;

import io.tollgate.chat.Usage;
import io.tollgate.chat.Usage.Unit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads OpenAI's {@code usage} object in any of its forms: chat, responses, embeddings, images and audio. */
final class UsageReader {

    private static final long MAX = 1_000_000_000L;

    private long input;
    private long output;
    private long total;
    private long cached;
    private long cacheWrite;
    private long reasoning;
    private long audioInput;
    private long audioOutput;
    private double seconds = -1;
    private boolean tokens;
    private boolean absurd;

    private UsageReader() {}

    /** Reads the object the parser stands on; absent when it counts nothing or counts that cannot be. */
    static @Nullable Usage read(JsonParser parser) {
        UsageReader reader = new UsageReader();
        reader.members(parser, false);
        if (reader.absurd) {
            return null;
        }
        if (reader.tokens) {
            return reader.counted();
        }
        return reader.seconds < 0
                ? null
                : Usage.ofUnits((long) Math.ceil(reader.seconds), Unit.SECOND, Usage.Source.PROVIDER);
    }

    /** Some providers count reasoning beside the output, which shows in the total. */
    private Usage counted() {
        boolean beside = reasoning > 0 && total == input + output + reasoning;
        return Usage.ofTokens(
                input, cached, cacheWrite, beside ? output + reasoning : output, reasoning, audioInput, audioOutput);
    }

    private void members(JsonParser parser, boolean ofOutput) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_OBJECT && name.endsWith("_details")) {
                members(parser, name.startsWith("completion") || name.startsWith("output"));
            } else if (token.isNumeric()) {
                number(name, parser, ofOutput);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void number(String name, JsonParser parser, boolean ofOutput) {
        switch (name) {
            case "prompt_tokens", "input_tokens" -> {
                tokens = true;
                input = count(parser);
            }
            case "completion_tokens", "output_tokens" -> {
                tokens = true;
                output = count(parser);
            }
            case "total_tokens" -> total = count(parser);
            case "cached_tokens", "prompt_cache_hit_tokens" -> cached = count(parser);
            case "cache_write_tokens" -> cacheWrite = count(parser);
            case "reasoning_tokens" -> reasoning = count(parser);
            case "audio_tokens" -> {
                if (ofOutput) {
                    audioOutput = count(parser);
                } else {
                    audioInput = count(parser);
                }
            }
            case "seconds" -> seconds = Math.min(MAX, parser.getDoubleValue());
            default -> {}
        }
    }

    private long count(JsonParser parser) {
        double value = parser.getDoubleValue();
        absurd |= value < 0 || value > MAX;
        return absurd ? 0 : (long) value;
    }
}

package io.tollgate.dialect;

import io.tollgate.chat.Usage;
import io.tollgate.chat.Usage.Media;
import io.tollgate.chat.Usage.Unit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads OpenAI's {@code usage} object in any of its forms: chat, responses, embeddings, images, audio and realtime.
 * What else providers write beside the counts, like what they think it costs, is passed over.
 */
final class UsageReader {

    private static final long MAX = 1_000_000_000L;

    /** What an object inside the usage tells about. */
    private enum Place {
        TOP,
        INPUT,
        CACHED,
        OUTPUT
    }

    private long input;
    private long output;
    private long total;
    private long cached;
    private long cacheWrite;
    private long reasoning;
    private long citations;
    private double seconds = -1;
    private boolean tokens;
    private boolean absurd;
    private final long[] audio = new long[Place.values().length];
    private final long[] image = new long[Place.values().length];
    private final long[] video = new long[Place.values().length];

    private UsageReader() {}

    /** Reads the object the parser stands on; absent when it counts nothing or counts that cannot be. */
    static @Nullable Usage read(JsonParser parser) {
        UsageReader reader = new UsageReader();
        reader.members(parser, Place.TOP);
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
        return new Usage(
                input,
                cached,
                cacheWrite,
                0,
                beside ? output + reasoning : output,
                reasoning,
                media(audio),
                media(image),
                media(video),
                0,
                citations,
                0,
                Unit.TOKEN,
                Usage.Source.PROVIDER);
    }

    private static Media media(long[] counts) {
        return new Media(counts[Place.INPUT.ordinal()], counts[Place.CACHED.ordinal()], counts[Place.OUTPUT.ordinal()]);
    }

    private void members(JsonParser parser, Place place) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            Place inside = token == JsonToken.START_OBJECT ? inside(name) : null;
            if (inside != null) {
                members(parser, inside);
            } else if (token.isNumeric()) {
                number(name, parser, place);
            } else {
                parser.skipChildren();
            }
        }
    }

    private static @Nullable Place inside(String name) {
        return switch (name) {
            case "prompt_tokens_details", "input_tokens_details", "input_token_details" -> Place.INPUT;
            case "cached_tokens_details" -> Place.CACHED;
            case "completion_tokens_details", "output_tokens_details", "output_token_details" -> Place.OUTPUT;
            default -> null;
        };
    }

    private void number(String name, JsonParser parser, Place place) {
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
            case "citation_tokens" -> citations = count(parser);
            case "audio_tokens" -> audio[place.ordinal()] = count(parser);
            case "image_tokens" -> image[place.ordinal()] = count(parser);
            case "video_tokens" -> video[place.ordinal()] = count(parser);
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

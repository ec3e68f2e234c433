package io.tollgate.usage;

import io.tollgate.chat.Usage;
import io.tollgate.routing.Turn.Why;
import io.tollgate.usage.Entry.Attempt;
import io.tollgate.usage.Entry.AttemptEnd;
import io.tollgate.usage.Entry.End;
import io.tollgate.usage.Entry.Start;
import io.tollgate.usage.UsageRecord.Outcome;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads entries of the journal. */
final class EntryReader {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private EntryReader() {}

    /**
     * Reads one entry.
     *
     * @throws RuntimeException when the record is not one
     */
    static Entry read(byte[] bytes, int from, int to) {
        JsonNode json = MAPPER.readTree(bytes, from, to - from);
        String type = json.path("type").asString("");
        return switch (type) {
            case "start" -> start(json);
            case "attempt" -> attempt(json);
            case "end" -> end(json);
            default -> throw new IllegalArgumentException("There is no entry of the type '" + type + "'");
        };
    }

    private static Start start(JsonNode json) {
        return new Start(
                required(json, "id"),
                Instant.EPOCH.plus(json.path("at").asLong(), ChronoUnit.MICROS),
                json.path("request").asString(""),
                id(json, "key"),
                id(json, "team"),
                json.path("operation").asString(""),
                json.path("model").asString(""),
                json.path("stream").asBoolean(false),
                json.path("reserved_nano").asLong(0));
    }

    private static Attempt attempt(JsonNode json) {
        String why = text(json, "why");
        int number = json.path("no").asInt();
        return new Attempt(
                required(json, "id"),
                number,
                json.path("after_us").asLong(0),
                id(json, "deployment"),
                id(json, "provider"),
                id(json, "credential"),
                text(json, "model"),
                id(json, "price"),
                json.path("prompt").asLong(0),
                number(json, "prompt_nano"),
                why == null ? usual(number) : Why.valueOf(why),
                json.path("waited_us").asLong(0));
    }

    private static End end(JsonNode json) {
        List<AttemptEnd> attempts = new ArrayList<>(1);
        for (JsonNode each : json.path("attempts")) {
            attempts.add(attemptEnd(each));
        }
        JsonNode trace = json.get("trace");
        return new End(
                required(json, "id"),
                outcome(json),
                json.path("status").asInt(),
                text(json, "code"),
                usage(json.path("usage")),
                number(json, "cost_nano"),
                number(json, "first_us"),
                json.path("total_us").asLong(0),
                text(json, "losses"),
                attempts,
                trace == null ? null : trace.toString());
    }

    private static AttemptEnd attemptEnd(JsonNode json) {
        Outcome outcome = outcome(json);
        JsonNode status = json.get("status");
        return new AttemptEnd(
                json.path("no").asInt(),
                outcome,
                text(json, "code"),
                json.path("us").asLong(0),
                number(json, "cost_nano"),
                status == null ? usual(outcome) : Integer.valueOf(status.asInt()),
                number(json, "first_us"));
    }

    /** Why it was a call's turn where that is not written down; records of older versions never say. */
    static @Nullable Why usual(int number) {
        return number == 1 ? Why.FIRST : null;
    }

    /** What a provider answered with where that is not written down. */
    static @Nullable Integer usual(Outcome outcome) {
        return outcome == Outcome.COMPLETED ? Integer.valueOf(200) : null;
    }

    private static Usage usage(JsonNode json) {
        return new Usage(
                json.path("input").asLong(0),
                json.path("cached").asLong(0),
                json.path("cache_write").asLong(0),
                json.path("cache_write_1h").asLong(0),
                json.path("output").asLong(0),
                json.path("reasoning").asLong(0),
                media(json.path("audio")),
                media(json.path("image")),
                media(json.path("video")),
                json.path("searches").asLong(0),
                json.path("citations").asLong(0),
                json.path("units").asLong(0),
                Usage.Unit.valueOf(json.path("unit").asString()),
                Usage.Source.valueOf(json.path("source").asString()));
    }

    private static Usage.Media media(JsonNode json) {
        return new Usage.Media(
                json.path("input").asLong(0),
                json.path("cached").asLong(0),
                json.path("output").asLong(0));
    }

    private static Outcome outcome(JsonNode json) {
        return Outcome.valueOf(json.path("outcome").asString());
    }

    private static UUID required(JsonNode json, String name) {
        return UUID.fromString(json.path(name).asString());
    }

    private static @Nullable UUID id(JsonNode json, String name) {
        JsonNode value = json.get(name);
        return value == null ? null : UUID.fromString(value.asString());
    }

    private static @Nullable String text(JsonNode json, String name) {
        JsonNode value = json.get(name);
        return value == null ? null : value.asString();
    }

    private static @Nullable Long number(JsonNode json, String name) {
        JsonNode value = json.get(name);
        return value == null ? null : value.asLong();
    }
}

package io.tollgate.usage;

import io.tollgate.chat.Usage;
import io.tollgate.usage.Entry.Attempt;
import io.tollgate.usage.Entry.AttemptEnd;
import io.tollgate.usage.Entry.End;
import io.tollgate.usage.Entry.Start;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes entries of the journal as JSON, without members that say nothing. */
final class EntryWriter {

    private static final int USUAL = 512;

    private EntryWriter() {}

    static byte[] bytes(Entry entry) {
        AsciiJson json = new AsciiJson(USUAL);
        json.open('{');
        switch (entry) {
            case Start start -> write(start, json);
            case Attempt attempt -> write(attempt, json);
            case End end -> write(end, json);
        }
        json.close('}');
        return json.bytes();
    }

    private static void write(Start start, AsciiJson json) {
        head("start", start.id(), json);
        json.number("at", micros(start));
        json.text("request", start.requestId());
        id("key", start.keyId(), json);
        id("team", start.teamId(), json);
        json.text("operation", start.operation());
        json.text("model", start.modelAsked());
        json.flag("stream", start.streamed());
        count("reserved_nano", start.reservedNano(), json);
    }

    private static long micros(Start start) {
        return start.startedAt().getEpochSecond() * 1_000_000
                + start.startedAt().getNano() / 1_000;
    }

    private static void write(Attempt attempt, AsciiJson json) {
        head("attempt", attempt.id(), json);
        json.number("no", attempt.number());
        json.number("after_us", attempt.startMicros());
        id("deployment", attempt.deploymentId(), json);
        id("provider", attempt.providerId(), json);
        id("credential", attempt.credentialId(), json);
        text("model", attempt.model(), json);
        id("price", attempt.priceId(), json);
        count("prompt", attempt.promptTokens(), json);
        number("prompt_nano", attempt.promptNano(), json);
        if (attempt.why() != null && attempt.why() != EntryReader.usual(attempt.number())) {
            json.text("why", attempt.why().name());
        }
        count("waited_us", attempt.waitedMicros(), json);
    }

    private static void write(End end, AsciiJson json) {
        head("end", end.id(), json);
        json.text("outcome", end.outcome().name());
        json.number("status", end.status());
        text("code", end.errorCode(), json);
        write(end.usage(), json);
        number("cost_nano", end.costNano(), json);
        number("first_us", end.firstByteMicros(), json);
        json.number("total_us", end.totalMicros());
        text("losses", end.losses(), json);
        json.open("attempts", '[');
        for (AttemptEnd attempt : end.attempts()) {
            write(attempt, json);
        }
        json.close(']');
        if (end.trace() != null) {
            json.json("trace", end.trace());
        }
    }

    private static void write(AttemptEnd attempt, AsciiJson json) {
        json.open('{');
        json.number("no", attempt.number());
        json.text("outcome", attempt.outcome().name());
        text("code", attempt.errorCode(), json);
        json.number("us", attempt.micros());
        number("cost_nano", attempt.costNano(), json);
        if (attempt.status() != null && !attempt.status().equals(EntryReader.usual(attempt.outcome()))) {
            json.number("status", attempt.status());
        }
        number("first_us", attempt.firstByteMicros(), json);
        json.close('}');
    }

    private static void write(Usage usage, AsciiJson json) {
        json.open("usage", '{');
        count("input", usage.inputTokens(), json);
        count("cached", usage.cachedTokens(), json);
        count("cache_write", usage.cacheWriteTokens(), json);
        count("output", usage.outputTokens(), json);
        count("reasoning", usage.reasoningTokens(), json);
        count("cache_write_1h", usage.cacheWriteHourTokens(), json);
        media("audio", usage.audio(), json);
        media("image", usage.image(), json);
        media("video", usage.video(), json);
        count("searches", usage.webSearches(), json);
        count("citations", usage.citationTokens(), json);
        count("units", usage.units(), json);
        json.text("unit", usage.unit().name());
        json.text("source", usage.source().name());
        json.close('}');
    }

    private static void media(String name, Usage.Media media, AsciiJson json) {
        if (!media.equals(Usage.Media.NONE)) {
            json.open(name, '{');
            count("input", media.input(), json);
            count("cached", media.cached(), json);
            count("output", media.output(), json);
            json.close('}');
        }
    }

    private static void head(String type, UUID id, AsciiJson json) {
        json.text("type", type);
        json.id("id", id);
    }

    private static void id(String name, @Nullable UUID value, AsciiJson json) {
        if (value != null) {
            json.id(name, value);
        }
    }

    private static void text(String name, @Nullable String value, AsciiJson json) {
        if (value != null) {
            json.text(name, value);
        }
    }

    private static void number(String name, @Nullable Long value, AsciiJson json) {
        if (value != null) {
            json.number(name, value);
        }
    }

    private static void count(String name, long value, AsciiJson json) {
        if (value != 0) {
            json.number(name, value);
        }
    }
}

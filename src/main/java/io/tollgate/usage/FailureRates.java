package io.tollgate.usage;

import io.tollgate.usage.UsageRecord.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * How many exchanges failed lately, by the model asked for and the provider that was called last: counted in memory,
 * minute by minute, since the rows of some minutes may be millions.
 */
@Component
public class FailureRates {

    private static final int MICROS = 1_000_000;
    private static final int SECONDS = 60;

    /** In a minute; what comes beside them is counted under one name. */
    private static final int MOST_MODELS = 500;

    private final ConcurrentSkipListMap<Long, Map<Pair, Count>> minutes = new ConcurrentSkipListMap<>();
    private volatile long kept = Duration.ofMinutes(10).toMinutes();

    private record Pair(String model, @Nullable UUID providerId) {}

    private record Count(LongAdder requests, LongAdder failed) {}

    /**
     * Exchanges of a model by a provider.
     *
     * @param model {@code other} for those of too many names
     * @param providerId absent where none was called
     */
    public record Share(String model, @Nullable UUID providerId, long requests, long failed) {}

    /** An exchange is over. */
    void add(UsageRecord row) {
        long minute = (row.startedAt().getEpochSecond() + row.totalMicros() / MICROS) / SECONDS;
        Map<Pair, Count> counts = minutes.get(minute);
        if (counts == null) {
            counts = minutes.computeIfAbsent(minute, _ -> new ConcurrentHashMap<>());
            minutes.headMap(minute - kept).clear();
        }
        Count count = count(counts, new Pair(row.modelAsked(), row.providerId()));
        count.requests().increment();
        if (isFailure(row)) {
            count.failed().increment();
        }
    }

    private static Count count(Map<Pair, Count> counts, Pair pair) {
        Count count = counts.get(pair);
        if (count != null) {
            return count;
        }
        Pair bounded = counts.size() < MOST_MODELS ? pair : new Pair(ExchangeMeters.OTHER, pair.providerId());
        return counts.computeIfAbsent(bounded, _ -> new Count(new LongAdder(), new LongAdder()));
    }

    /** What the caller did wrong is no failure of a model or a provider; too many requests for it are. */
    private static boolean isFailure(UsageRecord row) {
        if (row.outcome() == Outcome.CLIENT_CANCELLED) {
            return false;
        }
        return row.status() >= 500 || row.status() == 429 || row.outcome() != Outcome.COMPLETED && row.status() < 400;
    }

    /**
     * Of the exchanges that ended at a time or later, to the minute. So much is kept from then on as was asked for the
     * last time; at first, ten minutes.
     *
     * @param from to the minute
     * @param now the present
     */
    public List<Share> since(Instant from, Instant now) {
        kept = Duration.between(from, now).toMinutes() + 1;
        List<Share> shares = new ArrayList<>();
        minutes.tailMap(from.getEpochSecond() / SECONDS)
                .values()
                .forEach(counts -> counts.forEach((pair, count) -> shares.add(new Share(
                        pair.model(),
                        pair.providerId(),
                        count.requests().sum(),
                        count.failed().sum()))));
        return shares;
    }
}

package io.tollgate.usage;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** In which hours there are rows of a kind, as the sums know it: a search passes over the others. */
final class BusyHours {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SLACK = Duration.ofMinutes(10); // ids and clocks differ a little
    private static final String STARTS =
            "select distinct starts_at from %s where starts_at >= :from and starts_at < :to" + "%s order by starts_at";

    private final JdbcClient jdbc;
    private final UsageConditions conditions;

    BusyHours(JdbcClient jdbc, UsageConditions conditions) {
        this.jdbc = jdbc;
        this.conditions = conditions;
    }

    /** The stretches that hold every row of the kind, in the order they are gone through; the next may overlap one. */
    Stream<IdStretch> in(IdStretch whole, boolean upwards) {
        if (whole.isEmpty()) {
            return Stream.empty();
        }
        Instant from = at(whole.low()).minus(SLACK);
        Instant to = at(whole.high()).plus(SLACK);
        return ordered(starts("usage_day", from.minus(DAY), to), upwards).stream()
                .flatMap(day -> ordered(hours(day), upwards).stream());
    }

    private List<IdStretch> hours(Instant day) {
        List<Instant> hours = starts("usage_hour", day, day.plus(DAY));
        if (hours.isEmpty()) { // their sums were deleted sooner than those of the days
            return List.of(new IdStretch(
                    Period.idAt(day.minus(SLACK)), Period.idAt(day.plus(DAY).plus(SLACK))));
        }
        List<IdStretch> stretches = new ArrayList<>();
        for (Instant hour : hours) {
            UUID low = Period.idAt(hour.minus(SLACK));
            UUID high = Period.idAt(hour.plus(HOUR).plus(SLACK));
            boolean joins =
                    !stretches.isEmpty() && low.compareTo(stretches.getLast().high()) <= 0;
            stretches.add(new IdStretch(joins ? stretches.removeLast().low() : low, high));
        }
        return stretches;
    }

    private List<Instant> starts(String table, Instant from, Instant to) {
        return jdbc.sql(STARTS.formatted(table, conditions.and()))
                .params(conditions.params())
                .param("from", from.atOffset(ZoneOffset.UTC))
                .param("to", to.atOffset(ZoneOffset.UTC))
                .query((row, _) -> row.getObject(1, OffsetDateTime.class).toInstant())
                .list();
    }

    private static <T> List<T> ordered(List<T> list, boolean upwards) {
        List<T> ordered = new ArrayList<>(list);
        if (!upwards) {
            Collections.reverse(ordered);
        }
        return ordered;
    }

    /** When an id was made. */
    static Instant at(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }
}

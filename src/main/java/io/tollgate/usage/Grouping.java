package io.tollgate.usage;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/** What sums of usage are told apart by. */
public enum Grouping {
    TEAM("team_id", "team"),
    KEY("key_id", "virtual_key"),
    MODEL("model", ""),
    PROVIDER("provider_id", "provider"),
    CREDENTIAL("credential_id", "credential"),
    OUTCOME("outcome", ""),
    DAY("starts_at", ""),
    HOUR("starts_at", "");

    private final String column;
    private final String names;

    Grouping(String column, String names) {
        this.column = column;
        this.names = names;
    }

    /** Whether the groups are rows that have names. */
    public boolean isNamed() {
        return !names.isEmpty();
    }

    /** Whether the groups are stretches of time. */
    public boolean isTime() {
        return this == DAY || this == HOUR;
    }

    String column() {
        return column;
    }

    /** The table that holds the names. */
    String names() {
        return names;
    }

    /**
     * The start of the stretch that a sum's hour belongs to. Where days begin within an hour of UTC, that hour belongs
     * to the day that has its middle.
     */
    Instant start(Instant hour, ZoneId zone) {
        if (this == HOUR) {
            return hour;
        }
        ZonedDateTime middle = hour.plus(30, ChronoUnit.MINUTES).atZone(zone);
        return hourOf(middle.truncatedTo(ChronoUnit.DAYS).toInstant());
    }

    /** The end of a stretch that has that start. */
    Instant end(Instant start, ZoneId zone) {
        if (this == HOUR) {
            return start.plus(1, ChronoUnit.HOURS);
        }
        ZonedDateTime within = start.plus(1, ChronoUnit.HOURS).atZone(zone);
        return hourOf(within.toLocalDate().plusDays(1).atStartOfDay(zone).toInstant());
    }

    /** The hour of UTC that a moment is in. */
    static Instant hourOf(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.HOURS).toInstant();
    }
}

package io.tollgate.console;

import io.tollgate.usage.Period;
import io.tollgate.usage.Quarter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** How a provider answered in the last 24 hours, from left to right. */
record Strip(List<Cell> cells, Cell whole) {

    private static final Duration DAY = Duration.ofHours(24);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** When the strip begins that ends now. */
    static Instant begin(Instant now) {
        return Quarter.startOf(now).plus(Quarter.LENGTH).minus(DAY);
    }

    /**
     * A strip.
     *
     * @param quarters those with a call, in the order of time
     * @param step how long a cell is, in whole quarters
     */
    static Strip of(UUID providerId, List<Quarter> quarters, Instant now, Duration step) {
        Instant begin = begin(now);
        Instant end = begin.plus(DAY);
        List<Cell> cells = new ArrayList<>();
        for (Instant at = begin; at.isBefore(end); at = at.plus(step)) {
            cells.add(cell(providerId, quarters, at, at.plus(step)));
        }
        return new Strip(cells, cell(providerId, quarters, begin, end));
    }

    private static Cell cell(UUID providerId, List<Quarter> quarters, Instant from, Instant to) {
        long calls = 0;
        long failed = 0;
        long refused = 0;
        for (Quarter quarter : quarters) {
            if (!quarter.start().isBefore(from) && quarter.start().isBefore(to)) {
                calls += quarter.calls();
                failed += quarter.failed();
                refused += quarter.refused();
            }
        }
        return new Cell(providerId, new Period(from, to), calls, failed, refused);
    }

    /** A stretch of it. */
    record Cell(UUID providerId, Period period, long calls, long failed, long refused) {

        /** The part of its calls that failed, from 0 to 1. */
        public double share() {
            return calls == 0 ? 0 : (double) failed / calls;
        }

        /** When it is, in UTC: a script shows the reader's own time. */
        public String span() {
            return CLOCK.format(period.from()) + "–" + CLOCK.format(period.to()) + " UTC";
        }

        /** What it is coloured by. */
        public String level() {
            if (calls == 0) {
                return "none";
            }
            if (failed == 0) {
                return refused == 0 ? "good" : "refused";
            }
            return share() < 0.05 ? "few" : share() < 0.25 ? "some" : "many";
        }

        /** The address of the log rows behind it: those without an answer, where there are any. */
        public String rows() {
            return failed + refused > 0 ? link("missed") : allRows();
        }

        /** The address of the log rows of all its calls. */
        public String allRows() {
            return link("tried");
        }

        private String link(String field) {
            return LogQuery.link(period.from(), period.to(), field, providerId.toString());
        }
    }
}

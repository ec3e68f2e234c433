package io.tollgate.console;

import io.tollgate.pricing.PriceOwner;
import io.tollgate.usage.Rerating;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The days whose calls are rated again, as they are typed.
 *
 * @param from the first day
 * @param until the last day
 */
record ReratingForm(@Nullable String from, @Nullable String until) {

    private static final LocalDate EARLIEST = LocalDate.of(2020, 1, 1);

    ReratingForm {
        from = ProviderForm.text(from);
        until = ProviderForm.text(until);
    }

    /** From the first of the month until today. */
    static ReratingForm suggested(Instant now, ZoneId zone) {
        LocalDate today = LocalDate.ofInstant(now, zone);
        return new ReratingForm(today.withDayOfMonth(1).toString(), today.toString());
    }

    boolean isEmpty() {
        return from == null && until == null;
    }

    /** What is wrong, by field: keys among the messages. */
    Map<String, String> problems(Instant now, ZoneId zone) {
        Map<String, String> problems = new LinkedHashMap<>();
        LocalDate first = day(from);
        LocalDate last = day(until);
        if (first == null || first.isBefore(EARLIEST)) {
            problems.put("from", "rerate.day.invalid");
        } else if (first.isAfter(LocalDate.ofInstant(now, zone))) {
            problems.put("from", "rerate.future.invalid");
        }
        if (last == null) {
            problems.put("until", "rerate.day.invalid");
        } else if (first != null && last.isBefore(first)) {
            problems.put("until", "rerate.until.invalid");
        }
        return problems;
    }

    /** What is asked for, where nothing is wrong; what is not over yet ends at the moment of the prices. */
    Rerating.Span span(PriceOwner owner, Instant pricesAt, ZoneId zone) {
        LocalDate first = day(from);
        LocalDate last = day(until);
        if (first == null || last == null) {
            throw new NoSuchRowException();
        }
        Instant end = last.plusDays(1).atStartOfDay(zone).toInstant();
        return new Rerating.Span(
                owner, first.atStartOfDay(zone).toInstant(), end.isBefore(pricesAt) ? end : pricesAt, pricesAt);
    }

    private static @Nullable LocalDate day(@Nullable String typed) {
        try {
            return typed == null ? null : LocalDate.parse(typed);
        } catch (DateTimeException e) {
            return null;
        }
    }
}

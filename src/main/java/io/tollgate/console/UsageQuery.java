package io.tollgate.console;

import io.tollgate.usage.Grouping;
import io.tollgate.usage.UsageQuestion;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * What the usage page is asked, as it stands in its address. What cannot be read is as if it were not there.
 *
 * @param period one of {@link #PERIODS}
 * @param from the first day of a period of one's own
 * @param to its last day
 * @param zone whose days are meant, e.g. {@code Asia/Shanghai}; absent for the server's
 * @param by the name of a grouping, in small letters
 * @param then the name of another one within it; absent for none
 */
record UsageQuery(
        @Nullable String period,
        @Nullable String from,
        @Nullable String to,
        @Nullable String zone,
        @Nullable String by,
        @Nullable String then) {

    static final String CUSTOM = "custom";

    /** The choices of {@code period}. */
    static final List<String> PERIODS = List.of("today", "7d", "30d", "month", CUSTOM);

    private static final String USUAL = "7d";
    private static final int FIRST_YEAR = 2000;
    private static final int LAST_YEAR = 2999;

    /** @param hoursKept since when there are sums of hours */
    UsageQuestion question(Instant now, Instant hoursKept) {
        LocalDate today = LocalDate.ofInstant(now, chosenZone());
        UsageQuestion question = switch (chosen()) {
            case "today" -> days(today, today, hoursKept);
            case "30d" -> days(today.minusDays(29), today, hoursKept);
            case "month" -> days(today.withDayOfMonth(1), today, hoursKept);
            case CUSTOM -> custom(today, hoursKept);
            default -> days(today.minusDays(6), today, hoursKept);
        };
        return chosen().equals(CUSTOM) || question.hourly() ? question : untilNow(question, now);
    }

    /** Which of {@link #PERIODS} it is. */
    public String chosen() {
        if (period == null || !PERIODS.contains(period)) {
            return date(from) == null && date(to) == null ? USUAL : CUSTOM;
        }
        return period;
    }

    public ZoneId chosenZone() {
        try {
            return zone == null || zone.isBlank() ? ZoneId.systemDefault() : ZoneId.of(zone.strip());
        } catch (DateTimeException e) {
            return ZoneId.systemDefault();
        }
    }

    /** The zones to choose from that are known here; a browser adds its own. */
    public List<ZoneId> zones() {
        return List.of(ZoneId.systemDefault(), ZoneOffset.UTC, chosenZone()).stream()
                .distinct()
                .toList();
    }

    public Grouping grouping() {
        return named(by).orElse(Grouping.TEAM);
    }

    private static Optional<Grouping> named(@Nullable String name) {
        return Arrays.stream(Grouping.values())
                .filter(grouping -> grouping.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** The same question, as the query of a link. */
    public String query() {
        UriComponentsBuilder link = UriComponentsBuilder.newInstance()
                .queryParam("period", chosen())
                .queryParam("by", grouping().name().toLowerCase(Locale.ROOT))
                .queryParam("zone", "{zone}");
        named(then).ifPresent(second -> link.queryParam("then", second.name().toLowerCase(Locale.ROOT)));
        if (chosen().equals(CUSTOM)) {
            link.queryParam("from", date(from) == null ? "" : from).queryParam("to", date(to) == null ? "" : to);
        }
        return link.encode().buildAndExpand(chosenZone().getId()).toUriString();
    }

    private UsageQuestion days(LocalDate first, LocalDate last, Instant hoursKept) {
        return UsageQuestion.of(first, last, chosenZone(), grouping(), hoursKept)
                .then(named(then).orElse(null));
    }

    /** Where days of UTC are counted, the one under way there is in it even if it is tomorrow here. */
    private static UsageQuestion untilNow(UsageQuestion asked, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, asked.countedZone());
        return today.isAfter(asked.last()) ? asked.until(today) : asked;
    }

    private UsageQuestion custom(LocalDate today, Instant hoursKept) {
        LocalDate last = date(to);
        LocalDate first = date(from);
        if (last == null) {
            last = first == null || first.isBefore(today) ? today : first;
        }
        if (first == null) {
            first = last;
        }
        return first.isAfter(last) ? days(last, first, hoursKept) : days(first, last, hoursKept);
    }

    private static @Nullable LocalDate date(@Nullable String text) {
        try {
            LocalDate date = text == null || text.isBlank() ? null : LocalDate.parse(text);
            return date == null || !isOfThisAge(date.getYear()) ? null : date;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Whether a year is one that can be reckoned with. */
    static boolean isOfThisAge(int year) {
        return year >= FIRST_YEAR && year <= LAST_YEAR;
    }
}

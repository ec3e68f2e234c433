package io.tollgate.console;

import io.tollgate.console.SpendingCard.Sum;
import io.tollgate.limit.Budget;
import io.tollgate.limit.BudgetPeriod;
import io.tollgate.limit.LimitSettings;
import io.tollgate.usage.SpendReports;
import io.tollgate.usage.SpendReports.Hour;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Tells what keys and teams spent: what budgets count as spent, and before that what the sums of hours say. */
@Component
class SpendingCards {

    private static final String LEFT = "#2f6fed";
    private static final String EVEN = "#868e96";
    private static final int NANO_DIGITS = 9;

    private final SpendReports reports;
    private final ZoneId zone;
    private final MessageSource messages;
    private final JsonMapper json;
    private final InstantSource clock;

    SpendingCards(
            SpendReports reports,
            LimitSettings settings,
            MessageSource messages,
            JsonMapper json,
            InstantSource clock) {
        this.reports = reports;
        this.zone = settings.zone();
        this.messages = messages;
        this.json = json;
        this.clock = clock;
    }

    /** @param line of a key or a team */
    SpendingCard of(LimitLine line) {
        Instant now = clock.instant();
        Instant first = Stream.of(BudgetPeriod.values())
                .map(period -> BudgetStretch.around(now, period, zone).from())
                .min(Instant::compareTo)
                .orElse(now);
        List<Hour> hours = reports.hours(line.scope(), line.id(), first);
        List<Sum> sums = Stream.of(BudgetPeriod.DAY, BudgetPeriod.WEEK, BudgetPeriod.MONTH)
                .map(period -> sum(line, hours, BudgetStretch.around(now, period, zone)))
                .toList();
        return new SpendingCard(sums, line.budget() == null ? null : use(line, line.budget(), hours, now), zone);
    }

    private static Sum sum(LimitLine line, List<Hour> hours, BudgetStretch stretch) {
        long nano = within(stretch, hours).stream().mapToLong(Hour::costNano).sum();
        return new Sum(stretch.period(), nano, logs(line, stretch.from()));
    }

    private static String logs(LimitLine line, Instant from) {
        return LogQuery.link(from, null, line.word(), line.id().toString());
    }

    /** The hours of a stretch: where it begins within one, the hour's middle decides. */
    private static List<Hour> within(BudgetStretch stretch, List<Hour> hours) {
        return hours.stream()
                .filter(hour -> !hour.start().plusSeconds(1_800).isBefore(stretch.from()))
                .toList();
    }

    private SpendingCard.Use use(LimitLine line, Budget budget, List<Hour> hours, Instant now) {
        BudgetStretch stretch = BudgetStretch.around(now, budget.period(), zone);
        long spent = line.reading().spentNano();
        Instant made = line.row().getCreatedAt();
        BurnDown burnDown = BurnDown.of(budget, spent, within(stretch, hours), stretch, made, now);
        Instant counted = stretch.isPeriod() ? stretch.from() : made;
        return new SpendingCard.Use(
                budget,
                new Sum(budget.period(), spent, logs(line, counted)),
                line.reading().reservedNano(),
                "/limits/" + line.word() + "/" + line.id(),
                burnDown,
                json.writeValueAsString(chart(burnDown, stretch)));
    }

    private Chart chart(BurnDown burnDown, BudgetStretch stretch) {
        List<Chart.Series> series = new ArrayList<>();
        series.add(series("spending.left", burnDown, BurnDown.Step::leftNano, LEFT));
        if (stretch.isPeriod()) {
            series.add(series("spending.even", burnDown, BurnDown.Step::evenNano, EVEN));
        }
        List<String> labels =
                burnDown.steps().stream().map(BurnDown.Step::label).toList();
        return new Chart("line", false, "USD", labels, series);
    }

    private Chart.Series series(
            String label, BurnDown burnDown, Function<BurnDown.Step, @Nullable Long> nano, String color) {
        List<@Nullable Number> values = new ArrayList<>();
        burnDown.steps().forEach(step -> values.add(dollars(nano.apply(step))));
        Locale locale = LocaleContextHolder.getLocale();
        return new Chart.Series(messages.getMessage(label, null, locale), values, color);
    }

    private static @Nullable Number dollars(@Nullable Long nano) {
        return nano == null ? null : BigDecimal.valueOf(nano, NANO_DIGITS);
    }
}

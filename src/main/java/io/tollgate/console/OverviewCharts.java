package io.tollgate.console;

import io.tollgate.usage.Period;
import io.tollgate.usage.Step;
import io.tollgate.usage.UsageReports;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The charts of the overview: hour by hour, hours without an exchange included. */
@Component
class OverviewCharts {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final String GOOD = "#2f6fed";
    private static final String BAD = "#e03131";
    private static final String CALM = "#12b886";
    private static final String STEEP = "#f59f00";

    private final UsageReports reports;
    private final MessageSource messages;
    private final JsonMapper json;

    OverviewCharts(UsageReports reports, MessageSource messages, JsonMapper json) {
        this.reports = reports;
        this.messages = messages;
        this.json = json;
    }

    Charts of(Period period, Locale locale) {
        List<Step> hours = hours(period);
        List<String> labels =
                hours.stream().map(hour -> hour.start().toString()).toList();
        Chart requests = new Chart(
                "bar",
                true,
                null,
                labels,
                List.of(
                        series("overview.chart.ok", locale, hours, hour -> hour.requests() - hour.errors(), GOOD),
                        series("overview.chart.errors", locale, hours, Step::errors, BAD)));
        Chart firstByte = new Chart(
                "line",
                false,
                "ms",
                labels,
                List.of(
                        series("overview.chart.p50", locale, hours, hour -> millis(hour.firstByteP50Micros()), CALM),
                        series("overview.chart.p95", locale, hours, hour -> millis(hour.firstByteP95Micros()), STEEP)));
        return new Charts(json.writeValueAsString(requests), json.writeValueAsString(firstByte));
    }

    private List<Step> hours(Period period) {
        Map<Instant, Step> known =
                reports.steps(period, HOUR).stream().collect(Collectors.toMap(Step::start, Function.identity()));
        List<Step> hours = new ArrayList<>();
        Instant hour = period.from().truncatedTo(ChronoUnit.HOURS);
        for (; hour.isBefore(period.to()); hour = hour.plus(HOUR)) {
            hours.add(known.getOrDefault(hour, new Step(hour, 0, 0, 0, null, null)));
        }
        return hours;
    }

    private Chart.Series series(
            String label, Locale locale, List<Step> hours, Function<Step, @Nullable Number> value, String color) {
        List<@Nullable Number> values = new ArrayList<>();
        hours.forEach(hour -> values.add(value.apply(hour)));
        return new Chart.Series(messages.getMessage(label, null, locale), values, color);
    }

    private static @Nullable Number millis(@Nullable Long micros) {
        return micros == null ? null : micros / 100 / 10.0;
    }

    /** Two charts, as JSON. */
    record Charts(String requests, String firstByte) {}
}

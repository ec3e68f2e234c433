package io.tollgate.console;

import io.tollgate.access.PlaygroundKeys;
import io.tollgate.usage.Grouping;
import io.tollgate.usage.UsageFilter;
import io.tollgate.usage.UsageLabel;
import io.tollgate.usage.UsageLine;
import io.tollgate.usage.UsageQuestion;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A line of the usage table.
 *
 * @param label what it is about
 * @param then what it is about within that; absent where it is about one thing
 * @param logs the address of the request logs with the exchanges behind it
 */
record UsageRow(Label label, @Nullable Label then, UsageLine sums, String logs) {

    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mmXXX", Locale.ROOT);

    /**
     * One thing a line is about.
     *
     * @param id of the row it is about; empty for what has none
     * @param text what it is about, as files say it; empty where nothing is
     * @param word the key of the message that says it on the page; absent where the text does
     * @param retired whether it is not in use any more
     */
    record Label(String id, String text, @Nullable String word, boolean retired) {

        private static Label of(UsageLabel label, Grouping by, UsageLine line, ZoneId zone) {
            UUID id = label.id();
            return new Label(
                    id == null || id.equals(UsageFilter.NONE) ? "" : id.toString(),
                    UsageRow.text(label, by, line, zone),
                    UsageRow.word(label, by),
                    label.retired());
        }
    }

    /** All that it is about. */
    public List<Label> labels() {
        return then == null ? List.of(label) : List.of(label, then);
    }

    static UsageRow of(UsageLine line, UsageQuestion question) {
        Grouping by = question.countedBy();
        Grouping then = question.countedThen();
        UsageLabel second = line.then();
        ZoneId zone = question.countedZone();
        String[] fields = then == null || second == null
                ? fields(line.label(), by)
                : Stream.of(fields(line.label(), by), fields(second, then))
                        .flatMap(Stream::of)
                        .toArray(String[]::new);
        return new UsageRow(
                Label.of(line.label(), by, line, zone),
                then == null || second == null ? null : Label.of(second, then, line, zone),
                line,
                LogQuery.link(line.period().from(), line.period().to(), fields));
    }

    /** What the request logs are filtered by to show the exchanges behind a line, beside their time. */
    private static String[] fields(UsageLabel label, Grouping by) {
        return switch (by) {
            case OUTCOME -> field("result", label.isOfOthers() ? null : label.name());
            case MODEL -> field("asked", label.isOfOthers() ? null : label.name());
            case TEAM -> field("team", label.id());
            case KEY -> field("key", label.id());
            case PROVIDER -> field("provider", label.id());
            case CREDENTIAL -> field("credential", label.id());
            case DAY, HOUR -> new String[0];
        };
    }

    private static String[] field(String name, @Nullable Object value) {
        return value == null ? new String[0] : new String[] {name, value.toString()};
    }

    private static String text(UsageLabel label, Grouping by, UsageLine line, ZoneId zone) {
        if (label.isOfOthers()) {
            return Objects.requireNonNullElse(label.name(), "");
        }
        return switch (by) {
            case TEAM, KEY, PROVIDER, CREDENTIAL -> named(label);
            case MODEL, OUTCOME -> Objects.requireNonNullElse(label.name(), "");
            case DAY -> middle(line, zone).toLocalDate().toString();
            case HOUR -> HOUR.format(line.period().from().atZone(zone));
        };
    }

    private static String named(UsageLabel label) {
        if (label.name() != null) {
            return label.name();
        }
        if (PlaygroundKeys.ID.equals(label.id())) {
            return "playground";
        }
        return label.id() == null || label.id().equals(UsageFilter.NONE)
                ? ""
                : label.id().toString();
    }

    private static @Nullable String word(UsageLabel label, Grouping by) {
        if (by == Grouping.OUTCOME && !label.isOfOthers()) {
            return "logs.outcome." + label.name();
        }
        if (by == Grouping.KEY && PlaygroundKeys.ID.equals(label.id())) {
            return "logs.playground";
        }
        return UsageFilter.NONE.equals(label.id()) ? "usage.none." + by : null;
    }

    /** A moment that is within the day for certain: days may begin within an hour of UTC. */
    private static ZonedDateTime middle(UsageLine line, ZoneId zone) {
        return line.period().from().plusSeconds(3_600).atZone(zone);
    }
}

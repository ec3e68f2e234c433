package io.tollgate.console;

import io.tollgate.access.PlaygroundKeys;
import io.tollgate.usage.Grouping;
import io.tollgate.usage.UsageFilter;
import io.tollgate.usage.UsageLine;
import io.tollgate.usage.UsageQuestion;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A line of the usage table.
 *
 * @param id of the row it is about; empty for what has none
 * @param text what it is about, as files say it; empty where nothing is
 * @param word the key of the message that says it on the page; absent where the text does
 * @param logs the address of the request logs with the exchanges behind it
 */
record UsageRow(String id, String text, @Nullable String word, UsageLine sums, String logs) {

    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mmXXX", Locale.ROOT);

    static UsageRow of(UsageLine line, UsageQuestion question) {
        Grouping by = question.countedBy();
        UUID id = line.id();
        return new UsageRow(
                id == null || id.equals(UsageFilter.NONE) ? "" : id.toString(),
                text(line, by, question.countedZone()),
                word(line, by),
                line,
                LogQuery.link(line.period().from(), line.period().to(), fields(line, by)));
    }

    /** What the request logs are filtered by to show the exchanges behind a line, beside their time. */
    private static String[] fields(UsageLine line, Grouping by) {
        return switch (by) {
            case OUTCOME -> field("result", line.name());
            case MODEL -> field("asked", line.isOfOtherModels() ? null : line.name());
            case TEAM -> field("team", line.id());
            case KEY -> field("key", line.id());
            case PROVIDER -> field("provider", line.id());
            case CREDENTIAL -> field("credential", line.id());
            case DAY, HOUR -> new String[0];
        };
    }

    private static String[] field(String name, @Nullable Object value) {
        return value == null ? new String[0] : new String[] {name, value.toString()};
    }

    private static String text(UsageLine line, Grouping by, ZoneId zone) {
        return switch (by) {
            case TEAM, KEY, PROVIDER, CREDENTIAL -> named(line);
            case MODEL, OUTCOME -> Objects.requireNonNullElse(line.name(), "");
            case DAY -> middle(line, zone).toLocalDate().toString();
            case HOUR -> HOUR.format(line.period().from().atZone(zone));
        };
    }

    private static String named(UsageLine line) {
        if (line.name() != null) {
            return line.name();
        }
        if (PlaygroundKeys.ID.equals(line.id())) {
            return "playground";
        }
        return line.id() == null || line.id().equals(UsageFilter.NONE)
                ? ""
                : line.id().toString();
    }

    private static @Nullable String word(UsageLine line, Grouping by) {
        if (by == Grouping.OUTCOME) {
            return "logs.outcome." + line.name();
        }
        if (by == Grouping.KEY && PlaygroundKeys.ID.equals(line.id())) {
            return "logs.playground";
        }
        return UsageFilter.NONE.equals(line.id()) ? "usage.none." + by : null;
    }

    /** A moment that is within the day for certain: days may begin within an hour of UTC. */
    private static ZonedDateTime middle(UsageLine line, ZoneId zone) {
        return line.period().from().plusSeconds(3_600).atZone(zone);
    }
}

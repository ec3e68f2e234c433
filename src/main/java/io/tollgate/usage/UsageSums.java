package io.tollgate.usage;

import io.tollgate.usage.UsageGroups.Pair;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Answers what was used from the sums of each hour and each day, never from the exchanges themselves. Where clients
 * have made up more names of models than can be held, the dearest have a line each, and the rest one together; so it is
 * with groups by two things.
 */
@Component
public class UsageSums {

    private static final String ROWS =
            "select %s, %s, " + Tally.COLUMNS + " from %s where starts_at >= :from and starts_at < :to";
    private static final String DEAREST_FIRST = " order by cost_nano desc, requests desc";
    private static final String DEAREST_MODELS = """
            select model from %s where starts_at >= :from and starts_at < :to
            group by model order by sum(cost_nano) desc, sum(requests) desc, model limit\s""" + UsageGroups.MOST_MODELS;

    private static final Comparator<UsageLine> DEAREST = Comparator.comparingLong(UsageLine::costNano)
            .thenComparingLong(UsageLine::requests)
            .reversed()
            .thenComparing(line -> nameOf(line.label()));
    private static final Comparator<UsageLine> IN_ORDER =
            Comparator.comparing(line -> line.period().from());
    private static final Comparator<UsageLine> BY_NAME = Comparator.<UsageLine, String>comparing(
                    line -> nameOf(line.label()))
            .thenComparing(line -> String.valueOf(line.label().id()));

    private final JdbcClient jdbc;
    private final LedgerNames names;
    private final InstantSource clock;
    private final Retention retention;

    UsageSums(JdbcClient jdbc, LedgerNames names, InstantSource clock, Retention retention) {
        this.jdbc = jdbc;
        this.names = names;
        this.clock = clock;
        this.retention = retention;
    }

    /** Since when there are sums of hours. */
    public Instant hoursKept() {
        return clock.instant().minus(retention.kept().hours());
    }

    /** The groups and all of them together. */
    public UsageAnswer answer(UsageQuestion question) {
        UsageGroups groups = read(question, "", new UsageGroups());
        if (groups.isFull()) {
            groups = read(question, DEAREST_FIRST, new UsageGroups(dearestModels(question)));
        }
        UsageLine total = UsageLine.of(question.period(), UsageLabel.NONE, null, groups.total());
        return new UsageAnswer(lines(question, groups.sums()), total);
    }

    private UsageGroups read(UsageQuestion question, String order, UsageGroups groups) {
        Grouping by = question.countedBy();
        Grouping then = question.countedThen();
        String sql = ROWS.formatted(by.column(), (then == null ? by : then).column(), table(question)) + order;
        ask(sql, question).query(row -> {
            Object second = then == null ? null : group(question, then, groups, row, 2);
            groups.add(new Pair(group(question, by, groups, row, 1), second), row, 3);
        });
        return groups;
    }

    private Set<String> dearestModels(UsageQuestion question) {
        return ask(DEAREST_MODELS.formatted(table(question)), question)
                .query((row, number) -> row.getString(1))
                .set();
    }

    private JdbcClient.StatementSpec ask(String sql, UsageQuestion question) {
        Period period = question.period();
        return jdbc.sql(sql)
                .param("from", period.from().atOffset(ZoneOffset.UTC))
                .param("to", period.to().atOffset(ZoneOffset.UTC));
    }

    private static String table(UsageQuestion question) {
        return (question.hourly() ? Cube.HOUR : Cube.DAY).table();
    }

    private static Object group(UsageQuestion question, Grouping by, UsageGroups groups, ResultSet row, int column)
            throws SQLException {
        return switch (by) {
            case TEAM, KEY, PROVIDER, CREDENTIAL -> row.getObject(column, UUID.class);
            case MODEL -> groups.model(row.getString(column));
            case OUTCOME -> row.getString(column);
            case DAY, HOUR ->
                by.start(row.getObject(column, OffsetDateTime.class).toInstant(), question.countedZone());
        };
    }

    private List<UsageLine> lines(UsageQuestion question, Map<Pair, Tally> groups) {
        Map<UUID, LedgerName> known = new HashMap<>();
        Stream.of(question.countedBy(), question.countedThen())
                .filter(grouping -> grouping != null && grouping.isNamed())
                .forEach(grouping -> names.all(grouping).forEach(name -> known.put(name.id(), name)));
        List<UsageLine> lines = new ArrayList<>(groups.size());
        groups.forEach((group, sum) -> lines.add(line(question, group, known, sum)));
        lines.sort(order(question));
        return List.copyOf(lines);
    }

    /** Stretches of time in their order, if need be within what they are stretches of; all else by what it cost. */
    private static Comparator<UsageLine> order(UsageQuestion question) {
        Grouping then = question.then();
        if (question.by().isTime()) {
            return IN_ORDER.thenComparing(DEAREST);
        }
        return then != null && then.isTime() ? BY_NAME.thenComparing(IN_ORDER) : DEAREST;
    }

    private static String nameOf(UsageLabel label) {
        return label.name() == null ? "" : label.name();
    }

    private static UsageLine line(UsageQuestion question, Pair group, Map<UUID, LedgerName> known, Tally sum) {
        Object second = group.second();
        return UsageLine.of(
                period(question, group),
                label(group.first(), known),
                second == null ? null : label(second, known),
                sum);
    }

    private static UsageLabel label(Object group, Map<UUID, LedgerName> known) {
        return switch (group) {
            case UUID id -> {
                @Nullable LedgerName name = known.get(id);
                yield new UsageLabel(id, name == null ? null : name.name(), name != null && name.retired());
            }
            case Instant _ -> UsageLabel.NONE;
            default -> new UsageLabel(null, group.toString(), false);
        };
    }

    private static Period period(UsageQuestion question, Pair group) {
        if (group.first() instanceof Instant start) {
            return new Period(start, question.countedBy().end(start, question.countedZone()));
        }
        Grouping then = question.countedThen();
        return then != null && group.second() instanceof Instant start
                ? new Period(start, then.end(start, question.countedZone()))
                : question.period();
    }
}

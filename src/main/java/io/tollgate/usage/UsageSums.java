package io.tollgate.usage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Answers what was used from the sums of each hour and each day, never from the exchanges themselves. Where clients
 * have made up more names of models than can be held, the dearest have a line each, and the rest one together.
 */
@Component
public class UsageSums {

    private static final String ROWS =
            "select %s, " + Tally.COLUMNS + " from %s where starts_at >= :from and starts_at < :to";
    private static final String DEAREST_MODELS = """
            select model from %s where starts_at >= :from and starts_at < :to
            group by model order by sum(cost_nano) desc, sum(requests) desc, model limit\s""" + UsageGroups.MOST_MODELS;

    private static final Comparator<UsageLine> DEAREST = Comparator.comparingLong(UsageLine::costNano)
            .thenComparingLong(UsageLine::requests)
            .reversed()
            .thenComparing(line -> line.name() == null ? "" : line.name());
    private static final Comparator<UsageLine> IN_ORDER =
            Comparator.comparing(line -> line.period().from());

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
        UsageGroups groups = read(question, new UsageGroups());
        if (groups.isFull()) {
            groups = read(question, new UsageGroups(dearestModels(question)));
        }
        UsageLine total = UsageLine.of(question.period(), null, null, false, groups.total());
        return new UsageAnswer(lines(question, groups.sums()), total);
    }

    private UsageGroups read(UsageQuestion question, UsageGroups groups) {
        ask(ROWS.formatted(question.by().column(), table(question)), question).query(row -> {
            groups.add(group(question, row), row);
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

    private static Object group(UsageQuestion question, ResultSet row) throws SQLException {
        Grouping by = question.countedBy();
        return switch (by) {
            case TEAM, KEY, PROVIDER, CREDENTIAL -> row.getObject(1, UUID.class);
            case MODEL, OUTCOME -> row.getString(1);
            case DAY, HOUR -> by.start(row.getObject(1, OffsetDateTime.class).toInstant(), question.countedZone());
        };
    }

    private List<UsageLine> lines(UsageQuestion question, Map<Object, Tally> groups) {
        Map<UUID, LedgerName> known = question.by().isNamed()
                ? names.all(question.by()).stream().collect(Collectors.toMap(LedgerName::id, Function.identity()))
                : Map.of();
        List<UsageLine> lines = new ArrayList<>(groups.size());
        groups.forEach((group, sum) -> lines.add(line(question, group, known, sum)));
        lines.sort(question.by().isTime() ? IN_ORDER : DEAREST);
        return List.copyOf(lines);
    }

    private static UsageLine line(UsageQuestion question, Object group, Map<UUID, LedgerName> known, Tally sum) {
        return switch (group) {
            case UUID id -> {
                @Nullable LedgerName name = known.get(id);
                yield UsageLine.of(
                        question.period(), id, name == null ? null : name.name(), name != null && name.retired(), sum);
            }
            case Instant start -> UsageLine.of(stretch(question, start), null, null, false, sum);
            default -> UsageLine.of(question.period(), null, group.toString(), false, sum);
        };
    }

    private static Period stretch(UsageQuestion question, Instant start) {
        return new Period(start, question.countedBy().end(start, question.countedZone()));
    }
}

package io.tollgate.usage;

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
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Answers what was used from the sums of each hour and each day, never from the exchanges themselves. */
@Component
public class UsageSums {

    private static final String ROWS =
            "select %s, " + Tally.COLUMNS + " from %s where starts_at >= :from and starts_at < :to";

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
        Tally total = new Tally();
        Map<Object, Tally> groups = new HashMap<>();
        Period period = question.period();
        String table = (question.hourly() ? Cube.HOUR : Cube.DAY).table();
        jdbc.sql(ROWS.formatted(question.by().column(), table))
                .param("from", period.from().atOffset(ZoneOffset.UTC))
                .param("to", period.to().atOffset(ZoneOffset.UTC))
                .query(row -> {
                    groups.computeIfAbsent(group(question, row), _ -> new Tally())
                            .add(row, 2);
                    total.add(row, 2);
                });
        return new UsageAnswer(lines(question, groups), UsageLine.of(period, null, null, false, total));
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

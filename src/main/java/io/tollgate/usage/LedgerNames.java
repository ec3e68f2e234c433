package io.tollgate.usage;

import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The names behind the ids of the ledger, those of retired rows included. */
@Component
public class LedgerNames {

    private static final List<Grouping> NAMED =
            List.of(Grouping.TEAM, Grouping.KEY, Grouping.PROVIDER, Grouping.CREDENTIAL);

    private static final String ALL = "select id, name, retired_at from %s order by name, created_at";

    /** A credential's name says little without its provider's. */
    private static final String CREDENTIALS = """
            select c.id, p.name || ' / ' || c.name as name, c.retired_at
            from credential c join provider p on p.id = c.provider_id
            order by p.name, c.name, c.created_at""";

    private static final String USED = """
            select distinct team_id, key_id, provider_id, credential_id
            from usage_day where starts_at >= :from""";

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final Retention retention;

    LedgerNames(JdbcClient jdbc, InstantSource clock, Retention retention) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.retention = retention;
    }

    /** All rows of a kind that has names. */
    List<LedgerName> all(Grouping kind) {
        String sql = kind == Grouping.CREDENTIAL ? CREDENTIALS : ALL.formatted(kind.names());
        return jdbc.sql(sql)
                .query((row, _) -> {
                    OffsetDateTime retired = row.getObject("retired_at", OffsetDateTime.class);
                    return new LedgerName(
                            row.getObject("id", UUID.class),
                            row.getString("name"),
                            retired == null ? null : retired.toInstant());
                })
                .list();
    }

    /**
     * What exchanges can be looked for by: the rows in use, and the retired ones that the ledger still has exchanges
     * of.
     */
    public Map<Grouping, List<LedgerName>> choices() {
        Map<Grouping, List<LedgerName>> names = new EnumMap<>(Grouping.class);
        NAMED.forEach(kind -> names.put(kind, all(kind)));
        if (names.values().stream().flatMap(List::stream).anyMatch(LedgerName::retired)) {
            Set<UUID> used = used();
            names.replaceAll((_, rows) -> rows.stream()
                    .filter(row -> !row.retired() || used.contains(row.id()))
                    .toList());
        }
        return names;
    }

    private Set<UUID> used() {
        Set<UUID> ids = new HashSet<>();
        OffsetDateTime from = clock.instant()
                .minus(retention.kept().records())
                .atOffset(ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.DAYS);
        jdbc.sql(USED).param("from", from).query(row -> {
            for (int column = 1; column <= NAMED.size(); column++) {
                ids.add(row.getObject(column, UUID.class));
            }
        });
        return ids;
    }
}

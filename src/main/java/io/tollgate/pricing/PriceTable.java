package io.tollgate.pricing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of prices. Rows are added and retired, and never changed. */
@Component
class PriceTable {

    private static final String INSERT = """
            insert into price (id, model_id, deployment_id, provider_kind, match, rates, currency, dollars_nano,
                effective_from, effective_until, source, origin, as_of, created_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final int BATCH = 500;
    private static final int LONGEST = 4_000;

    private final JdbcTemplate template;
    private final JdbcClient jdbc;

    PriceTable(JdbcTemplate template) {
        this.template = template;
        this.jdbc = JdbcClient.create(template);
    }

    /** All prices in use, in the order in which they were made. */
    List<StoredPrice> live() {
        return jdbc.sql("select * from price where retired_at is null order by id")
                .query(PriceTable::read)
                .list();
    }

    /** All prices that were in use at a moment. */
    List<StoredPrice> liveAt(Instant moment) {
        return jdbc.sql("""
                        select * from price
                        where created_at <= :moment and (retired_at is null or retired_at > :moment) order by id""")
                .param("moment", moment.atOffset(ZoneOffset.UTC))
                .query(PriceTable::read)
                .list();
    }

    List<StoredPrice> live(PriceOwner owner) {
        String column = owner.deployment() ? "deployment_id" : "model_id";
        return jdbc.sql("select * from price where retired_at is null and " + column + " = :owner order by id")
                .param("owner", owner.id())
                .query(PriceTable::read)
                .list();
    }

    List<StoredPrice> find(UUID id) {
        return jdbc.sql("select * from price where id = :id")
                .param("id", id)
                .query(PriceTable::read)
                .list();
    }

    void add(List<StoredPrice> rows) {
        rows.forEach(PriceTable::check);
        template.batchUpdate(INSERT, rows, BATCH, (statement, row) -> {
            @Nullable Object[] values = values(row);
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
        });
    }

    private static void check(StoredPrice row) {
        check(row.terms(), row.match() == null ? "" : row.match());
    }

    /** @throws PriceException when a price is too long to be stored */
    static void check(ListedPrice price) {
        check(price.terms(), PriceJson.text(price.match().write()));
    }

    private static void check(Terms terms, String match) {
        if (PriceJson.text(terms.schedule()).length() > LONGEST || match.length() > LONGEST) {
            throw new PriceException("A price has too many tiers, windows or rules");
        }
    }

    private static @Nullable Object[] values(StoredPrice row) {
        Terms terms = row.terms();
        return new @Nullable Object[] {
            row.id(),
            row.modelId(),
            row.deploymentId(),
            row.vendor(),
            row.match(),
            PriceJson.text(terms.schedule()),
            terms.currency().code(),
            terms.currency().nanoDollars(),
            time(terms.from()),
            time(terms.until()),
            row.source().name(),
            row.origin(),
            row.asOf(),
            time(row.createdAt())
        };
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    void retire(List<UUID> ids, Instant now) {
        template.batchUpdate("update price set retired_at = ? where id = ?", ids, BATCH, (statement, id) -> {
            statement.setObject(1, now.atOffset(ZoneOffset.UTC));
            statement.setObject(2, id);
        });
    }

    static StoredPrice read(ResultSet row, int number) throws SQLException {
        return new StoredPrice(
                row.getObject("id", UUID.class),
                row.getObject("model_id", UUID.class),
                row.getObject("deployment_id", UUID.class),
                row.getString("provider_kind"),
                row.getString("match"),
                new Terms(
                        new Currency(row.getString("currency"), row.getLong("dollars_nano")),
                        PriceJson.schedule(PriceJson.tree(row.getString("rates"))),
                        instant(row, "effective_from"),
                        instant(row, "effective_until")),
                StoredPrice.Source.valueOf(row.getString("source")),
                row.getString("origin"),
                row.getObject("as_of", LocalDate.class),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(row, "retired_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}

package io.tollgate.usage;

import io.tollgate.pricing.PriceOwner;
import io.tollgate.pricing.Tariff;
import io.tollgate.storage.Ids;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Rates the exchanges of a time again after a price was corrected: shown first, done when that is asked for. */
@Component
public class Reratings {

    /** A time that holds more rows, of whatever, is not looked at. */
    public static final int MOST_ROWS = 1_000_000;

    private static final Logger log = LoggerFactory.getLogger(Reratings.class);
    private static final int SHOWN = 20;

    private final JdbcTemplate template;
    private final JdbcClient jdbc;
    private final ReratingTable table;
    private final ReratingWork work;
    private final OwnedTariffs tariffs;
    private final Ids ids;
    private final InstantSource clock;

    Reratings(
            JdbcTemplate template,
            ReratingTable table,
            ReratingWork work,
            OwnedTariffs tariffs,
            Ids ids,
            InstantSource clock) {
        this.template = template;
        this.jdbc = JdbcClient.create(template);
        this.table = table;
        this.work = work;
        this.tariffs = tariffs;
        this.ids = ids;
        this.clock = clock;
    }

    /** What it would change; absent when the time holds more than {@link #MOST_ROWS}. */
    public Optional<ReratingPreview> preview(Rerating.Span span) {
        if (isTooMuch(span.ids())) {
            return Optional.empty();
        }
        ReratingReader reader = new ReratingReader(span, tariffs.of(span.owner(), span.pricesAt()));
        return Optional.ofNullable(template.execute((Connection connection) -> sum(span, reader, connection)));
    }

    private static ReratingPreview sum(Rerating.Span span, ReratingReader reader, Connection connection)
            throws SQLException {
        ReratingPreview.Sum sum = new ReratingPreview.Sum();
        UUID from = span.ids().low();
        while (from.compareTo(span.ids().high()) < 0) {
            UUID end = reader.endOfPiece(from, span.ids().high(), connection);
            reader.read(from, end, connection).forEach(sum::add);
            from = end;
        }
        return sum.preview();
    }

    private boolean isTooMuch(IdStretch ids) {
        return !jdbc.sql("select id from usage_record where id >= ? and id < ? order by id limit 1 offset " + MOST_ROWS)
                .params(ids.low(), ids.high())
                .query(UUID.class)
                .list()
                .isEmpty();
    }

    /** Whether the same prices hold as when it was looked at. */
    public boolean isCurrent(Rerating.Span span) {
        Instant now = clock.instant();
        Map<UUID, Tariff> then = tariffs.of(span.owner(), span.pricesAt());
        return !span.pricesAt().isAfter(now) && then.equals(tariffs.of(span.owner(), now));
    }

    /**
     * Begins to do it; the ledger's thread does it piece by piece.
     *
     * @param askedBy the name of who asks
     */
    public void begin(Rerating.Span span, String askedBy) {
        Rerating row = new Rerating(
                ids.next(), span, askedBy, clock.instant(), span.ids().low(), 0, 0, 0, null);
        table.add(row);
        log.info(
                "{} has the calls of {} from {} until {} rated again",
                askedBy,
                span.owner().id(),
                span.from(),
                span.until());
        work.ask();
    }

    /** What was rated again of a model or deployment, the latest first. */
    public List<Rerating> of(PriceOwner owner) {
        return table.of(owner, SHOWN);
    }
}

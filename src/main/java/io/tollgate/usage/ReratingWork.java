package io.tollgate.usage;

import io.tollgate.limit.LimitBook;
import io.tollgate.limit.Scope;
import io.tollgate.pricing.Tariff;
import io.tollgate.usage.ReratedCall.Changed;
import io.tollgate.usage.ReratedCall.Verdict;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Rates exchanges again, on the ledger's thread. Each piece is one transaction: rows, calls, all sums and how far it
 * has come; so a crash at any time leaves them equal, and what the journal brings a second time is passed over, with
 * the price it has. A call that is at the new price already stays as it is.
 */
@Component
class ReratingWork {

    private static final Logger log = LoggerFactory.getLogger(ReratingWork.class);
    private static final Duration TURN = Duration.ofMillis(100);
    private static final Duration SLACK = Duration.ofMinutes(10);

    private static final String ROW = "update usage_record set cost_nano = ? where id = ?";
    private static final String CALL =
            "update usage_attempt set price_id = ?, cost_nano = ? where record_id = ? and number = ?";

    private final DataSource dataSource;
    private final ReratingTable table;
    private final OwnedTariffs tariffs;
    private final LimitBook limits;
    private final InstantSource clock;
    private final List<Cube> cubes = List.of(new Cube(Cube.HOUR), new Cube(Cube.DAY), new Cube(Cube.MINUTE));

    private volatile boolean asked = true;
    private @Nullable Job job;

    private record Job(Rerating state, ReratingReader reader) {}

    ReratingWork(
            DataSource dataSource,
            ReratingTable table,
            OwnedTariffs tariffs,
            LimitBook limits,
            Ledger ledger,
            InstantSource clock) {
        this.dataSource = dataSource;
        this.table = table;
        this.tariffs = tariffs;
        this.limits = limits;
        this.clock = clock;
        ledger.add(this::tend);
    }

    /** There is something new in the table. */
    void ask() {
        asked = true;
    }

    void tend(boolean complete, Instant oldestUnderWay) throws SQLException {
        if (job == null && asked) {
            asked = false;
            job = next();
        }
        long end = System.nanoTime() + TURN.toNanos();
        Job current = job;
        while (current != null && complete && System.nanoTime() - end < 0) {
            UUID limit = limit(current.state().span(), oldestUnderWay);
            if (current.state().reached().compareTo(limit) < 0) {
                current = piece(current, limit);
            } else if (limit.equals(current.state().span().ids().high())) {
                finish(current.state());
                current = null;
            } else {
                return; // it waits for what is under way
            }
            job = current;
        }
    }

    /** What is before it is in the database: nothing of that is under way. */
    private static UUID limit(Rerating.Span span, Instant oldestUnderWay) {
        UUID high = span.ids().high();
        return oldestUnderWay.isBefore(span.until()) ? Period.idAt(oldestUnderWay.minus(SLACK)) : high;
    }

    private @Nullable Job next() {
        try {
            return table.next().map(this::job).orElse(null);
        } catch (RuntimeException e) {
            asked = true;
            throw e;
        }
    }

    private Job job(Rerating state) {
        Map<UUID, Tariff> prices = tariffs.of(state.span().owner(), state.span().pricesAt());
        return new Job(state, new ReratingReader(state.span(), prices));
    }

    private Job piece(Job current, UUID limit) throws SQLException {
        Rerating state = current.state();
        List<ReratedCall> changed = new ArrayList<>();
        Map<UUID, Long> reserved;
        Rerating after;
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                UUID end = current.reader().endOfPiece(state.reached(), limit, connection);
                for (Verdict verdict : current.reader().read(state.reached(), end, connection)) {
                    if (verdict instanceof Changed it) {
                        changed.add(it.call());
                    }
                }
                after = state.after(changed, end);
                reserved = write(changed, after, connection);
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
        changed.forEach(call -> correct(call, reserved.getOrDefault(call.row().id(), 0L)));
        return new Job(after, current.reader());
    }

    /** What budgets were charged so far for those whose cost was unknown. */
    private Map<UUID, Long> write(List<ReratedCall> changed, Rerating after, Connection connection)
            throws SQLException {
        ReratingTable.update(after, connection);
        if (changed.isEmpty()) {
            return Map.of();
        }
        writeRows(changed, connection);
        for (Cube cube : cubes) {
            cube.correct(changed, connection);
        }
        return ReservedSpend.take(
                changed.stream()
                        .map(ReratedCall::row)
                        .filter(row -> row.costNano() == null)
                        .map(UsageRecord::id)
                        .toList(),
                connection);
    }

    private static void writeRows(List<ReratedCall> changed, Connection connection) throws SQLException {
        try (PreparedStatement row = connection.prepareStatement(ROW);
                PreparedStatement call = connection.prepareStatement(CALL)) {
            for (ReratedCall each : changed) {
                row.setLong(1, each.rowNano());
                row.setObject(2, each.row().id());
                row.addBatch();
                call.setObject(1, each.priceId());
                call.setLong(2, each.afterNano());
                call.setObject(3, each.row().id());
                call.setInt(4, each.number());
                call.addBatch();
            }
            row.executeBatch();
            call.executeBatch();
        }
    }

    /** Budgets in memory follow what is committed. */
    private void correct(ReratedCall call, long reservedNano) {
        UsageRecord row = call.row();
        long more = call.rowDifferenceNano() - reservedNano;
        if (row.keyId() != null) {
            limits.correct(Scope.KEY, row.keyId(), row.startedAt(), more);
        }
        if (row.teamId() != null) {
            limits.correct(Scope.TEAM, row.teamId(), row.startedAt(), more);
        }
    }

    private void finish(Rerating state) throws SQLException {
        Rerating done = state.done(clock.instant());
        try (Connection connection = dataSource.getConnection()) {
            ReratingTable.update(done, connection);
        }
        log.info(
                "Rated again for {}: {} calls of {} from {} until {}, {} nano-dollars before, {} now",
                done.askedBy(),
                done.calls(),
                done.span().owner().id(),
                done.span().from(),
                done.span().until(),
                done.beforeNano(),
                done.afterNano());
        asked = true;
    }
}

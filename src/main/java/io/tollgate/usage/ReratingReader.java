package io.tollgate.usage;

import io.tollgate.chat.Usage;
import io.tollgate.pricing.Price;
import io.tollgate.pricing.Tariff;
import io.tollgate.usage.ReratedCall.Changed;
import io.tollgate.usage.ReratedCall.Left;
import io.tollgate.usage.ReratedCall.Reason;
import io.tollgate.usage.ReratedCall.Same;
import io.tollgate.usage.ReratedCall.Verdict;
import io.tollgate.usage.UsageRecord.Outcome;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the calls of some deployments, a piece of the ledger at a time, and rates each of them again. */
final class ReratingReader {

    private static final int PIECE = 2_000;

    /** The last call of an exchange bears its usage. */
    private static final String CALLS = """
            select u.*, a.number as call_number, a.deployment_id as call_place, a.price_id as call_price,
                a.cost_nano as call_nano
            from usage_record u join usage_attempt a on a.record_id = u.id and a.number = u.attempts
            where u.id >= ? and u.id < ? and u.started_at >= ? and u.started_at < ? and a.deployment_id = any(?)
            order by u.id""";

    private static final String END =
            "select id from usage_record where id >= ? and id < ? order by id limit 1 offset " + PIECE;

    private final Rerating.Span span;
    private final Map<UUID, Tariff> tariffs;

    ReratingReader(Rerating.Span span, Map<UUID, Tariff> tariffs) {
        this.span = span;
        this.tariffs = tariffs;
    }

    /** Where the piece ends that begins at a row. In two steps: choosing within one keeps databases from the index. */
    UUID endOfPiece(UUID from, UUID limit, Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(END)) {
            statement.setObject(1, from);
            statement.setObject(2, limit);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getObject(1, UUID.class) : limit;
            }
        }
    }

    /** The calls of a piece. */
    List<Verdict> read(UUID from, UUID end, Connection connection) throws SQLException {
        List<Verdict> verdicts = new ArrayList<>();
        Array places = connection.createArrayOf("uuid", tariffs.keySet().toArray());
        try (PreparedStatement statement = connection.prepareStatement(CALLS)) {
            statement.setObject(1, from);
            statement.setObject(2, end);
            statement.setObject(3, span.from().atOffset(ZoneOffset.UTC));
            statement.setObject(4, span.until().atOffset(ZoneOffset.UTC));
            statement.setArray(5, places);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    verdicts.add(verdict(row));
                }
            }
        } finally {
            places.free();
        }
        return verdicts;
    }

    private Verdict verdict(ResultSet row) throws SQLException {
        Tariff tariff = tariffs.getOrDefault(row.getObject("call_place", UUID.class), Tariff.NONE);
        return verdict(
                UsageEntry.readRecord(row),
                row.getInt("call_number"),
                row.getObject("call_price", UUID.class),
                UsageEntry.nullableLong(row, "call_nano"),
                tariff);
    }

    private static Verdict verdict(
            UsageRecord row, int number, @Nullable UUID before, @Nullable Long beforeNano, Tariff tariff) {
        if (row.usage().source() == Usage.Source.NONE) {
            return row.costNano() == null ? new Left(Reason.USAGE_UNKNOWN) : new Same();
        }
        if (isOfSeveral(row)) {
            return new Left(Reason.NOT_TOLD_APART);
        }
        Price price = tariff.at(row.startedAt());
        if (price == null) {
            return new Left(Reason.NO_PRICE);
        }
        Long after = price.cost(row.usage());
        if (after == null) {
            return new Left(Reason.PART_WITHOUT_PRICE);
        }
        return price.id().equals(before) && after.equals(beforeNano)
                ? new Same()
                : new Changed(new ReratedCall(row, number, beforeNano, price.id(), after));
    }

    /** Whether the usage may be that of several calls: where no answer began, all that may have been heard add up. */
    private static boolean isOfSeveral(UsageRecord row) {
        return row.attempts() > 1 && row.outcome() != Outcome.COMPLETED && row.firstByteMicros() == null;
    }
}

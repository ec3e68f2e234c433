package io.tollgate.console;

import io.tollgate.console.Decision.Left;
import io.tollgate.limit.Limit;
import io.tollgate.limit.Scope;
import io.tollgate.routing.Reason;
import io.tollgate.usage.SeatEntry;
import io.tollgate.usage.SeatNames;
import io.tollgate.usage.Trace;
import io.tollgate.usage.Trace.PassedOver;
import io.tollgate.usage.Trace.Seat;
import io.tollgate.usage.UsageRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells from the ledger why exchanges went the way they did. */
@Component
class Decisions {

    private final SeatNames names;

    Decisions(SeatNames names) {
        this.names = names;
    }

    /** Absent when there was no choice, or none was written down. */
    @Nullable
    Decision of(UsageRecord row) {
        Trace trace = Trace.parse(row.trace());
        if (trace == null) {
            return null;
        }
        Map<Seat, SeatEntry> seats = names.of(trace);
        return new Decision(
                trace.candidates(),
                trace.first().stream()
                        .map(seat -> Objects.requireNonNull(seats.get(seat)))
                        .toList(),
                trace.passedOver().stream()
                        .map(each -> left(each, Objects.requireNonNull(seats.get(each.seat())), row))
                        .toList());
    }

    private static Left left(PassedOver each, SeatEntry seat, UsageRecord row) {
        Long until = each.untilMicros();
        Instant over = until == null ? null : row.startedAt().plus(until, ChronoUnit.MICROS);
        return switch (each.cause()) {
            case COOLING, PROBING, QUARANTINED ->
                new Left(seat, each.cause(), Reason.valueOf(each.of()), null, null, null, over);
            case LIMIT -> {
                int dot = each.of().indexOf('.');
                Scope scope = Scope.valueOf(each.of().substring(0, dot));
                Limit limit = Limit.valueOf(each.of().substring(dot + 1));
                yield new Left(seat, each.cause(), null, scope, limit, null, over);
            }
            case CONTEXT_WINDOW -> new Left(seat, each.cause(), null, null, null, Integer.valueOf(each.of()), over);
            case SILENT, CALLS, RETRY_BUDGET, DEADLINE -> new Left(seat, each.cause(), null, null, null, null, over);
        };
    }
}

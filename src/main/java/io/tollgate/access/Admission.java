package io.tollgate.access;

import io.tollgate.limit.Demand;
import io.tollgate.limit.Denial;
import io.tollgate.limit.LimitSettings;
import io.tollgate.limit.Quota;
import io.tollgate.limit.Reservation;
import org.springframework.stereotype.Component;

/** Lets a request in as far as the limits and budgets of its key and its team go. */
@Component
public class Admission {

    private final long patienceNanos;
    private final long capNano;

    Admission(LimitSettings settings) {
        this.patienceNanos = settings.queueWait().toNanos();
        this.capNano = settings.reserveCapNano();
    }

    /** Most nano-dollars that are reserved for one request. */
    public long capNano() {
        return capNano;
    }

    /**
     * Reserves what a request may need, of its key and its team alike. It may wait for its turn in the team's queue.
     *
     * @throws RefusedException when a limit or a budget does not allow it; nothing is counted then
     */
    public Reservation admit(Caller caller, Demand demand) throws RefusedException {
        Quota quota = caller.quota();
        return switch (quota.reserve(demand, patienceNanos)) {
            case Reservation reservation -> reservation;
            case Denial denial -> throw new RefusedException(new Refusal.LimitReached(denial, quota));
        };
    }
}

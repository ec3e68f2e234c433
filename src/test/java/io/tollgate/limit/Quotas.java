package io.tollgate.limit;

import java.util.UUID;

/** Quotas for tests. */
final class Quotas {

    static final UUID KEY = new UUID(1, 1);
    static final UUID TEAM = new UUID(2, 2);

    private Quotas() {}

    static Limits rpm(long rpm) {
        return new Limits(rpm, null, null, null);
    }

    static Limits tpm(long tpm) {
        return new Limits(null, tpm, null, null);
    }

    static Limits rpd(long rpd) {
        return new Limits(null, null, rpd, null);
    }

    static Limits concurrency(long most) {
        return new Limits(null, null, null, most);
    }

    /** Of one key. */
    static Quota of(Time time, Limits limits, Budget budget) {
        LimitBook.Draft draft = new LimitBook(time.clocks(), new NoHistory()).draft();
        Quota quota = Quota.of(draft.allowance(Scope.KEY, KEY, limits, budget, 0));
        draft.commit();
        return quota;
    }

    static boolean admits(Quota quota) {
        return quota.reserve(Demand.NOTHING) instanceof Reservation;
    }

    static Denial denial(Quota quota, Demand demand) {
        return (Denial) quota.reserve(demand);
    }

    static Reservation taken(Quota quota, Demand demand) {
        return (Reservation) quota.reserve(demand);
    }

    static Demand tokens(long tokens) {
        return new Demand(tokens, tokens, 0);
    }

    static Demand money(long nano) {
        return new Demand(0, 0, nano);
    }
}

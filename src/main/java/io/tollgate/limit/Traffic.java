package io.tollgate.limit;

import org.jspecify.annotations.Nullable;

/** How many requests and tokens there were in the last minute, and how many requests today. Not for several threads. */
final class Traffic {

    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final Clocks clocks;
    private final SlidingWindow requests;
    private final SlidingWindow tokens;
    private final CalendarWindow day;

    Traffic(Clocks clocks) {
        this.clocks = clocks;
        long nanos = clocks.nanoTime();
        this.requests = new SlidingWindow(nanos);
        this.tokens = new SlidingWindow(nanos);
        this.day = new CalendarWindow(BudgetPeriod.DAY, clocks.zone(), clocks.millis());
    }

    void advance(long nanos, long millis) {
        requests.advance(nanos);
        tokens.advance(nanos);
        day.advance(millis);
    }

    @Nullable
    Denial checkRequests(Allowance allowance, long nanos, long millis) {
        Long perDay = allowance.limits().rpd();
        Denial worst = checkMinute(allowance, nanos);
        day.advance(millis);
        if (perDay != null && day.used() >= perDay) {
            long wait = perDay == 0 ? Denial.NEVER : (day.end() - millis) * NANOS_PER_MILLI;
            worst = Denial.worse(worst, allowance.denial(Limit.REQUESTS_PER_DAY, perDay, wait));
        }
        return worst;
    }

    @Nullable
    Denial checkMinute(Allowance allowance, long nanos) {
        Long limit = allowance.limits().rpm();
        requests.advance(nanos);
        if (limit == null || requests.sum() < limit) {
            return null;
        }
        long wait = limit == 0 ? Denial.NEVER : requests.nanosUntilFreed(requests.sum() - limit + 1, nanos);
        return allowance.denial(Limit.REQUESTS_PER_MINUTE, limit, wait);
    }

    /** Counts a request of the minute that is none of the day. */
    void countInMinute() {
        requests.add(1);
    }

    @Nullable
    Denial checkTokens(Allowance allowance, Demand demand, long nanos) {
        Long limit = allowance.limits().tpm();
        tokens.advance(nanos);
        if (limit == null) {
            return null;
        }
        long needed = allowance.tokens(demand);
        if (limit == 0 || needed > limit) {
            return allowance.denial(Limit.TOKENS_PER_MINUTE, limit, Denial.NEVER);
        }
        long missing = tokens.sum() + needed - limit;
        return missing <= 0
                ? null
                : allowance.denial(Limit.TOKENS_PER_MINUTE, limit, tokens.nanosUntilFreed(missing, nanos));
    }

    /** Counts a request; gives the slot of the minute it is counted in. */
    long take(long needed, long millis) {
        requests.add(1);
        tokens.add(needed);
        day.add(millis, 1);
        return requests.slot();
    }

    /** Puts the tokens that were really used in place of those that were reserved. */
    void settle(Hold hold, long usedTokens) {
        tokens.advance(clocks.nanoTime());
        if (usedTokens <= hold.tokens()) {
            tokens.giveBack(hold.slot(), hold.tokens() - usedTokens);
        } else {
            tokens.add(usedTokens - hold.tokens());
        }
    }

    /** Forgets that a request was counted. */
    void uncount(Hold hold) {
        requests.advance(clocks.nanoTime());
        requests.giveBack(hold.slot(), 1);
        day.advance(clocks.millis());
        day.add(hold.millis(), -1);
    }

    /** What is left of the requests of a minute or a day, whichever is less. */
    @Nullable
    Standing requestsLeft(Limits limits) {
        Standing left = limits.rpm() == null ? null : left(requests, limits.rpm());
        if (limits.rpd() == null) {
            return left;
        }
        long wait = (day.end() - clocks.millis()) * NANOS_PER_MILLI;
        Standing today = Standing.of(limits.rpd(), day.used(), wait);
        return left == null || today.isTighterThan(left) ? today : left;
    }

    /** What is left of the tokens of a minute. */
    @Nullable
    Standing tokensLeft(Limits limits) {
        return limits.tpm() == null ? null : left(tokens, limits.tpm());
    }

    private Standing left(SlidingWindow window, long limit) {
        return Standing.of(limit, window.sum(), window.nanosUntilFreed(window.sum(), clocks.nanoTime()));
    }

    /** Puts in place what was counted in the last minute. */
    void restoreMinute(Iterable<History.Recent> counted) {
        requests.clear();
        tokens.clear();
        for (History.Recent recent : counted) {
            long age = (clocks.millis() - recent.at().toEpochMilli()) * NANOS_PER_MILLI;
            requests.restore(age, 1);
            tokens.restore(age, recent.tokens());
        }
    }

    long minuteRequests() {
        return requests.sum();
    }

    long minuteTokens() {
        return tokens.sum();
    }

    /** The requests of today. */
    CalendarWindow day() {
        return day;
    }
}

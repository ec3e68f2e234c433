package io.tollgate.limit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * Limits and a budget of a day as one would write them without a thought of speed: a list of all that ever happened.
 */
final class SimpleLimits {

    static final class Request {
        final long slot;
        final Instant began;
        Instant dated;
        long tokenSlot;
        long tokens;
        long reserved;
        long debtSlot;
        long debt;
        Instant paid;
        long cost;

        Request(long slot, Instant began, long tokens, long reserved) {
            this.slot = slot;
            this.tokenSlot = slot;
            this.began = began;
            this.dated = began;
            this.tokens = tokens;
            this.reserved = reserved;
        }
    }

    private final Limits limits;
    private final long budget;
    private final ZoneId zone;
    private final List<Request> all = new ArrayList<>();

    SimpleLimits(Limits limits, long budget, ZoneId zone) {
        this.limits = limits;
        this.budget = budget;
        this.zone = zone;
    }

    /** What happened in the future happened until now, at the latest. */
    void clockIs(Instant now) {
        for (Request request : all) {
            request.dated = request.dated.isAfter(now) ? now : request.dated;
            request.paid = request.paid != null && request.paid.isAfter(now) ? now : request.paid;
        }
    }

    private static long within(long slot, long now, long amount) {
        return now - slot <= 60 ? amount : 0;
    }

    private boolean isToday(Instant at, Instant now) {
        return at != null && LocalDate.ofInstant(at, zone).equals(LocalDate.ofInstant(now, zone));
    }

    /** The request, if it may begin. */
    Request begin(long slot, Instant now, long tokens, long cost) {
        long minute = all.stream().mapToLong(r -> within(r.slot, slot, 1)).sum();
        long read = all.stream()
                .mapToLong(r -> within(r.tokenSlot, slot, r.tokens) + within(r.debtSlot, slot, r.debt))
                .sum();
        long today = all.stream().filter(r -> isToday(r.dated, now)).count();
        long spent = all.stream()
                .filter(r -> isToday(r.paid, now))
                .mapToLong(r -> r.cost)
                .sum();
        long reserved = all.stream().mapToLong(r -> r.reserved).sum();
        long running = all.stream().filter(r -> r.paid == null).count();
        if (minute >= limits.rpm()
                || read + tokens > limits.tpm()
                || today >= limits.rpd()
                || running >= limits.concurrency()
                || spent >= budget
                || spent + reserved + cost > budget) {
            return null;
        }
        Request request = new Request(slot, now, tokens, cost);
        all.add(request);
        return request;
    }

    void end(Request request, long slot, Instant now, long tokens, long cost) {
        if (tokens > request.tokens) {
            request.debt = tokens - request.tokens;
            request.debtSlot = slot;
        } else {
            request.tokens = tokens;
        }
        request.reserved = 0;
        request.paid = request.began.isAfter(now) ? now : request.began;
        request.cost = cost;
    }

    /** Begins anew with what was written down; a slot is told from how long ago it was. */
    void restart(Instant now, long slotNow) {
        List<Request> kept = new ArrayList<>();
        for (Request old : all) {
            if (old.paid != null) {
                long age = Math.max(0, now.toEpochMilli() - old.began.toEpochMilli()) / 1000;
                Request row = new Request(slotNow - age, old.began, old.tokens + old.debt, 0);
                row.dated = old.began.isAfter(now) ? now : old.began;
                row.paid = row.dated;
                row.cost = old.cost;
                kept.add(row);
            }
        }
        all.clear();
        all.addAll(kept);
    }
}

package io.tollgate.routing;

import io.tollgate.provider.ProviderFailure;
import io.tollgate.provider.ProviderFailure.Abandoned;
import io.tollgate.provider.ProviderFailure.AddressRefused;
import io.tollgate.provider.ProviderFailure.BadAnswer;
import io.tollgate.provider.ProviderFailure.Broken;
import io.tollgate.provider.ProviderFailure.Crowded;
import io.tollgate.provider.ProviderFailure.ModelMissing;
import io.tollgate.provider.ProviderFailure.OutOfCredit;
import io.tollgate.provider.ProviderFailure.RateLimited;
import io.tollgate.provider.ProviderFailure.Rejected;
import io.tollgate.provider.ProviderFailure.Resting;
import io.tollgate.provider.ProviderFailure.TimedOut;
import io.tollgate.provider.ProviderFailure.TooLong;
import io.tollgate.provider.ProviderFailure.Unauthorized;
import io.tollgate.provider.ProviderFailure.Unavailable;
import io.tollgate.provider.ProviderFailure.Unreachable;
import io.tollgate.provider.ProviderFailure.Unsupported;
import io.tollgate.routing.Breaker.Pass;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How a candidate has been doing: what is under way, how fast it begins to answer, and whether it is left alone. It
 * outlives the catalogs, and costs a call a few atomic operations. Moments are those of {@link System#nanoTime()}.
 */
public final class Health {

    /** Of {@link #lastUsedNanos()}, when it was never used. */
    public static final long NEVER = Long.MIN_VALUE;

    private static final long SECOND = 1_000_000_000L;
    private static final long HOUR = 3600 * SECOND;
    private static final long ABSENT = 15 * SECOND;

    /** How many troubles in a row do not yet keep calls away: one 500 is nothing. */
    private static final int TOLERATED = 2;

    /** What each new time to the first byte counts for in the mean: one part in so many. */
    private static final int DECAY = 5;

    private final Breaker own = new Breaker();
    private final CredentialHealth credential;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile long lastUsed = NEVER;
    private volatile long firstByte;
    private volatile long usedUpAt;
    private volatile long usedUpUntil = NEVER;
    private volatile @Nullable Remembered lastError;

    Health(CredentialHealth credential) {
        this.credential = credential;
    }

    /** Of a candidate nothing is known of, whose credential nobody else uses. */
    public static Health unknown() {
        return new Health(new CredentialHealth());
    }

    /** How many calls are under way, up to the end of their answers. */
    public int inFlight() {
        return inFlight.get();
    }

    /** When it was called the last time; {@link #NEVER} where it was not. */
    public long lastUsedNanos() {
        return lastUsed;
    }

    /** Decayed mean of the time to the first byte; 0 where that is not known. */
    public long firstByteNanos() {
        return firstByte;
    }

    /** How often it failed in a row, or its credential did. */
    public int failures() {
        return Math.max(own.failures(), credential.breaker().failures());
    }

    /** The code of what went wrong the last time, also when all is well again. */
    public @Nullable String lastError() {
        Remembered error = lastError;
        return error == null ? null : error.code();
    }

    /** What went wrong the last time, and when, also when all is well again. */
    public @Nullable Remembered remembered() {
        return lastError;
    }

    /**
     * Something that went wrong.
     *
     * @param code as a caller was told
     * @param atNanos a moment of {@link System#nanoTime()}
     */
    public record Remembered(String code, long atNanos) {}

    /** Keeps in mind what went wrong. */
    void remember(String code, long now) {
        lastError = new Remembered(code, now);
    }

    CredentialHealth credential() {
        return credential;
    }

    /** Whether it may be called now. */
    public boolean isAvailable(long nowNanos) {
        return own.isPassable(nowNanos) && credential.breaker().isPassable(nowNanos) && !isUsedUp(nowNanos);
    }

    private boolean isUsedUp(long now) {
        long until = usedUpUntil;
        return until != NEVER && until - now > 0;
    }

    /** How it is now: what keeps calls away comes first, and of that what concerns its credential. */
    public Condition condition(long nowNanos) {
        Condition whole = credential.breaker().condition(nowNanos);
        if (!credential.breaker().isPassable(nowNanos)) {
            return whole;
        }
        Condition here = own.condition(nowNanos);
        if (!own.isPassable(nowNanos)) {
            return here;
        }
        long until = usedUpUntil;
        if (until != NEVER && until - nowNanos > 0) {
            return new Condition.Cooling(until, Reason.USED_UP);
        }
        return whole instanceof Condition.Healthy ? here : whole;
    }

    /** Forgets what is known against it and its credential. */
    public void restore() {
        own.close();
        credential.breaker().close();
        usedUpUntil = NEVER;
    }

    /** A call is about to be made, if it may be. Whoever passes {@linkplain #end ends} it later. */
    Pass begin(long now) {
        if (isUsedUp(now)) {
            return Pass.REFUSED;
        }
        Pass whole = credential.breaker().pass(now);
        if (whole == Pass.REFUSED) {
            return whole;
        }
        Pass here = own.pass(now);
        if (here == Pass.REFUSED) {
            credential.breaker().undecided(whole);
            return here;
        }
        enter(now);
        return whole == Pass.CANARY ? whole : here;
    }

    /** A call is about to be made, come what may. */
    void enter(long now) {
        inFlight.incrementAndGet();
        lastUsed = now;
    }

    /** It answered. */
    void answered(Pass pass) {
        own.succeeded(pass);
        credential.breaker().succeeded(pass);
    }

    /** It took so long to the first byte of an answer. */
    public void firstByte(long nanos) {
        long mean = firstByte;
        firstByte = mean == 0 ? Math.max(1, nanos) : mean + (nanos - mean) / DECAY;
    }

    /**
     * Nothing is left of one of its provider's limits, for so long.
     *
     * @param wait zero when something is left of all of them: then it is used again, if a call was made since; absent
     *     when nobody can say
     */
    public void usedUp(@Nullable Duration wait) {
        if (wait == null) {
            return;
        }
        long now = System.nanoTime();
        if (wait.isPositive()) {
            usedUpAt = now;
            usedUpUntil = now + wait.toNanos();
        } else if (isUsedUp(now) && lastUsed - usedUpAt > 0) {
            usedUpUntil = NEVER;
        }
    }

    /** It was found not to be there, by a check: it is left alone for a while, then one call decides. */
    void absent(long now) {
        remember("check_failed", now);
        own.openUntil(Reason.TROUBLE, now + ABSENT);
    }

    /** It failed: how long it, or all of its credential, is left alone. */
    void failed(Pass pass, ProviderFailure failure, long now) {
        blame(failure, now);
        undecided(pass); // of what the failure says nothing about
    }

    private void blame(ProviderFailure failure, long now) {
        switch (failure) {
            case Unauthorized _ -> blamed(failure, credential.breaker(), now).shut(Reason.UNAUTHORIZED);
            case OutOfCredit empty -> outOfCredit(blamed(failure, credential.breaker(), now), empty.reset(), now);
            case RateLimited _ -> rateLimited(blamed(failure, own, now), failure.retryAfter(), now);
            case Unavailable _, TimedOut _, Broken _, Unreachable _, AddressRefused _, BadAnswer _ ->
                trouble(blamed(failure, own, now), failure.retryAfter(), now);
            case Rejected _, TooLong _, ModelMissing _, Unsupported _, Resting _, Crowded _, Abandoned _ -> {
                // nothing against it
            }
        }
    }

    private Breaker blamed(ProviderFailure failure, Breaker breaker, long now) {
        remember(failure.error().code(), now);
        return breaker;
    }

    private static void outOfCredit(Breaker breaker, @Nullable Duration wait, long now) {
        if (wait == null) {
            breaker.openFor(Reason.OUT_OF_CREDIT, now, 0, HOUR, 24 * HOUR);
        } else {
            breaker.openUntil(Reason.OUT_OF_CREDIT, now + wait.toNanos());
        }
    }

    private static void rateLimited(Breaker breaker, @Nullable Duration wait, long now) {
        if (wait == null) {
            breaker.openFor(Reason.RATE_LIMITED, now, 0, SECOND, 600 * SECOND);
        } else {
            breaker.restUntil(Reason.RATE_LIMITED, now + wait.toNanos());
        }
    }

    private static void trouble(Breaker breaker, @Nullable Duration wait, long now) {
        if (wait == null) {
            breaker.openFor(Reason.TROUBLE, now, TOLERATED, SECOND, 15 * SECOND);
        } else {
            breaker.openUntil(Reason.TROUBLE, now + Math.min(wait.toNanos(), 60 * SECOND));
        }
    }

    /** A call ended without saying anything about how the candidate is. */
    void undecided(Pass pass) {
        own.undecided(pass);
        credential.breaker().undecided(pass);
    }

    void end() {
        inFlight.decrementAndGet();
    }
}

package io.tollgate.console;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Slows down guessing at the login: after a few failures each further attempt for a name, or from an address, has to
 * wait twice as long. An attempt counts as failed from its beginning, so that attempts at the same time gain nothing.
 */
@Component
class LoginBackoff {

    private static final int REMEMBERED = 10_000;
    private static final int LONGEST_NAME = 100;
    private static final Duration FORGET_AFTER = Duration.ofHours(1);
    private static final Limit PER_NAME = new Limit(5, Duration.ofMinutes(1));
    private static final Limit PER_ADDRESS = new Limit(20, Duration.ofMinutes(5));

    private final InstantSource clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > REMEMBERED;
        }
    };

    LoginBackoff(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether a login may be tried now; if so it counts as failed until {@link #succeeded} is told otherwise. */
    synchronized boolean admit(String name, String address) {
        Instant now = clock.instant();
        if (!mayTry(nameKey(name), PER_NAME, now) || !mayTry(addressKey(address), PER_ADDRESS, now)) {
            return false;
        }
        failures.merge(nameKey(name), new Failures(1, now), Failures::plus);
        failures.merge(addressKey(address), new Failures(1, now), Failures::plus);
        return true;
    }

    /** Forgets the failures of a name that has just signed in, and takes back the attempt counted for the address. */
    synchronized void succeeded(String name, String address) {
        failures.remove(nameKey(name));
        failures.computeIfPresent(addressKey(address), (key, known) -> known.minusOne());
    }

    /** How many names and addresses have failures that are not forgotten. */
    synchronized int remembered() {
        return failures.size();
    }

    private boolean mayTry(String key, Limit limit, Instant now) {
        Failures known = failures.get(key);
        if (known != null && known.last().plus(FORGET_AFTER).isBefore(now)) {
            failures.remove(key);
            return true;
        }
        return known == null || !now.isBefore(known.last().plus(limit.waitAfter(known.count())));
    }

    private static String nameKey(String name) {
        return "name "
                + name.substring(0, Math.min(name.length(), LONGEST_NAME)).toLowerCase(Locale.ROOT);
    }

    private static String addressKey(String address) {
        return "address " + address;
    }

    private record Failures(int count, Instant last) {

        Failures plus(Failures next) {
            return new Failures(count + next.count, next.last);
        }

        Failures minusOne() {
            return new Failures(count - 1, last);
        }
    }

    private record Limit(int free, Duration longest) {

        Duration waitAfter(int count) {
            if (count < free) {
                return Duration.ZERO;
            }
            Duration wait = Duration.ofSeconds(1L << Math.min(count - free, 20));
            return wait.compareTo(longest) < 0 ? wait : longest;
        }
    }
}

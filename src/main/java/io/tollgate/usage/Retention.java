package io.tollgate.usage;

import io.tollgate.limit.LimitSettings;
import io.tollgate.storage.StoredSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * How long the ledger keeps what. An operator's choice is stored and goes before the properties. Budgets begin with the
 * sums of this month and the one before, so these are never deleted.
 */
@Component
public class Retention {

    /** The shortest that rows may be kept: those of the last day are compared with their sums. */
    public static final int LEAST_RECORDS = 2;

    /** The shortest that the sums of hours may be kept: this month and the one before. */
    public static final int LEAST_HOURS = 63;

    /** The longest that anything may be kept; a hundred years. */
    public static final int MOST = 36_500;

    static final String RECORDS = "tollgate.usage.keep-records";
    static final String HOURS = "tollgate.usage.keep-hours";

    private static final Logger log = LoggerFactory.getLogger(Retention.class);
    private static final int WHOLE_HOUR = 3_600;
    private static final Duration AHEAD = Duration.ofDays(366); // every change of a zone's clocks comes in it

    private final LedgerProperties properties;
    private final StoredSettings stored;
    private final ZoneId zone;
    private final InstantSource clock;
    private volatile Kept kept;

    /**
     * For how long.
     *
     * @param records each exchange's row
     * @param hours the sums of each hour
     */
    public record Kept(Duration records, Duration hours) {}

    Retention(LedgerProperties properties, StoredSettings stored, LimitSettings limits, InstantSource clock) {
        this.properties = properties;
        this.stored = stored;
        this.zone = limits.zone();
        this.clock = clock;
        require(RECORDS, properties.keepRecords(), leastRecords(clock.instant()));
        this.kept = read();
    }

    private Kept read() {
        Kept ofProperties = properties.kept();
        return new Kept(
                read(RECORDS)
                        .map(stored -> atLeast(leastRecords(clock.instant()), stored))
                        .orElse(ofProperties.records()),
                read(HOURS).orElse(ofProperties.hours()));
    }

    /** What was chosen may be too short by now: the zone may be another one. */
    private static Duration atLeast(int days, Duration stored) {
        Duration least = Duration.ofDays(days);
        return stored.compareTo(least) < 0 ? least : stored;
    }

    private Optional<Duration> read(String name) {
        try {
            return stored.find(name).map(Duration::parse);
        } catch (DateTimeParseException e) {
            log.warn("The stored setting {} cannot be read, the property holds", name);
            return Optional.empty();
        }
    }

    /** What holds at present. */
    public Kept kept() {
        return kept;
    }

    /** What holds without an operator's choice. */
    public Kept ofProperties() {
        return properties.kept();
    }

    /** Whether an operator has chosen. */
    public boolean isChosen() {
        return stored.find(RECORDS).isPresent() || stored.find(HOURS).isPresent();
    }

    /**
     * The fewest days that rows may be kept. Where midnight is not at a whole hour of UTC, be it for a part of the year
     * only, a budget's period begins within an hour, of which only the rows tell.
     */
    public int leastRecords(Instant now) {
        ZoneRules rules = zone.getRules();
        Instant from = now.minus(Duration.ofDays(LEAST_HOURS));
        boolean whole = isWhole(rules.getOffset(from));
        ZoneOffsetTransition change = rules.nextTransition(from);
        while (whole && change != null && change.getInstant().isBefore(now.plus(AHEAD))) {
            whole = isWhole(change.getOffsetAfter());
            change = rules.nextTransition(change.getInstant());
        }
        return whole ? LEAST_RECORDS : LEAST_HOURS;
    }

    private static boolean isWhole(ZoneOffset offset) {
        return offset.getTotalSeconds() % WHOLE_HOUR == 0;
    }

    /**
     * Chooses; what is older is deleted from the next look of the ledger's thread on.
     *
     * @param who the name of the person
     * @throws IllegalArgumentException when it is shorter or longer than may be
     */
    @Transactional
    public void choose(Kept wanted, String who) {
        require(RECORDS, wanted.records(), leastRecords(clock.instant()));
        require(HOURS, wanted.hours(), LEAST_HOURS);
        stored.put(RECORDS, wanted.records().toString(), who);
        stored.put(HOURS, wanted.hours().toString(), who);
        kept = wanted;
        log.info(
                "{} chose to keep rows for {} days and the sums of hours for {} days",
                who,
                wanted.records().toDays(),
                wanted.hours().toDays());
    }

    static void require(String name, Duration wanted, int least) {
        if (wanted.compareTo(Duration.ofDays(least)) < 0 || wanted.compareTo(Duration.ofDays(MOST)) > 0) {
            throw new IllegalArgumentException(
                    name + " is " + wanted + ": give between " + least + " and " + MOST + " days");
        }
    }

    /**
     * Lets the properties hold again.
     *
     * @param who the name of the person
     */
    @Transactional
    public void forget(String who) {
        stored.remove(RECORDS);
        stored.remove(HOURS);
        kept = properties.kept();
        log.info("{} lets the properties say how long usage is kept", who);
    }
}

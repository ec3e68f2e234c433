package io.tollgate.alert;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What can be wrong, and how it is watched as long as nobody says it otherwise. */
public enum Rule {
    /** A key or a team has spent so many percent of its budget. */
    BUDGET_NEARLY_SPENT(new Numbers(80, 0, 0, 0)),
    /** A key or a team has spent its budget. */
    BUDGET_SPENT(new Numbers(0, 0, 0, 0)),
    /** So many percent of the exchanges of a model or a provider failed lately. */
    ERROR_RATE(new Numbers(20, 10, 20, 240)),
    /** A credential is refused by its provider, or its account has no money. */
    CREDENTIAL_OUT(new Numbers(0, 0, 0, 1_440)),
    /** Every credential of a provider has been failing for so long. */
    PROVIDER_DOWN(new Numbers(0, 1, 0, 60)),
    /**
     * The books contradict each other, or a record of the journal was damaged; it lasts until so long after the last
     * time.
     */
    BOOKS_WRONG(new Numbers(0, 60, 0, 1_440)),
    /** So many records of the journal have waited for the database for so long. */
    BOOKS_BEHIND(new Numbers(5_000_000, 1, 0, 60)),
    /** Nothing begins, since the disk with the journal is full. */
    DISK_FULL(new Numbers(0, 0, 0, 60));

    private final Numbers usual;

    /**
     * What may be set of a rule. A number that is 0 here is not of the rule, but for the repeat.
     *
     * @param threshold in percent, or a count
     * @param windowMinutes over which is looked, or for which it lasts before it is told
     * @param least how many exchanges there must be
     * @param repeatMinutes after which it is told again while it lasts; 0 for never
     */
    public record Numbers(int threshold, int windowMinutes, int least, int repeatMinutes) {}

    Rule(Numbers usual) {
        this.usual = usual;
    }

    /** How it is called in addresses and settings files. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Rule> find(String id) {
        return Arrays.stream(values()).filter(rule -> rule.id().equals(id)).findFirst();
    }

    /** What holds as long as nobody says it otherwise. */
    public Numbers usual() {
        return usual;
    }

    /** Whether the threshold is a share of something. */
    public boolean isPercent() {
        return usual.threshold() > 0 && usual.threshold() <= MOST_PERCENT;
    }

    /** The largest threshold. */
    public int mostThreshold() {
        return isPercent() ? MOST_PERCENT : Integer.MAX_VALUE;
    }

    /** How long it must last before it is told. */
    Duration patience(Numbers numbers) {
        return switch (this) {
            case PROVIDER_DOWN, BOOKS_BEHIND -> Duration.ofMinutes(numbers.windowMinutes());
            case BUDGET_NEARLY_SPENT, BUDGET_SPENT, ERROR_RATE, CREDENTIAL_OUT, BOOKS_WRONG, DISK_FULL -> Duration.ZERO;
        };
    }

    private static final int MOST_PERCENT = 100;

    /** The longest window: a day. */
    public static final int MOST_WINDOW = 1_440;

    /** The longest time until it is told again: thirty days. */
    public static final int MOST_REPEAT = 43_200;

    /** The most channels one rule names. */
    public static final int MOST_CHANNELS = 100;

    /**
     * How a rule is watched.
     *
     * @param on whether it is
     * @param channels ids of those that are told; absent: all
     */
    public record Terms(
            boolean on, Numbers numbers, @Nullable Set<UUID> channels) {

        /** Whether a channel is told. */
        public boolean goesTo(UUID channel) {
            return channels == null || channels.contains(channel);
        }
    }
}

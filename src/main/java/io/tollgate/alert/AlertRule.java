package io.tollgate.alert;

import io.tollgate.storage.NamedRow;
import io.tollgate.storage.Source;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is set of a rule; its name is the rule's id. */
@Entity
public class AlertRule extends NamedRow {

    private int threshold;
    private int windowMinutes;
    private int least;
    private int repeatMinutes;

    @Column(length = 4_000)
    private @Nullable String channels;

    @SuppressWarnings("NullAway.Init") // filled by JPA
    protected AlertRule() {}

    public AlertRule(UUID id, Rule rule, Source source, Instant createdAt) {
        super(id, rule.id(), source, createdAt);
        set(rule.usual(), null);
    }

    /** @param told ids of the channels that are told; absent: all */
    public final void set(Rule.Numbers numbers, @Nullable Set<UUID> told) {
        threshold = numbers.threshold();
        windowMinutes = numbers.windowMinutes();
        least = numbers.least();
        repeatMinutes = numbers.repeatMinutes();
        channels = told == null
                ? null
                : new TreeSet<>(told).stream().map(UUID::toString).collect(Collectors.joining(","));
    }

    /** How the rule is watched. */
    public Rule.Terms terms() {
        return new Rule.Terms(
                !isDisabled(), new Rule.Numbers(threshold, windowMinutes, least, repeatMinutes), channelIds());
    }

    private @Nullable Set<UUID> channelIds() {
        return channels == null
                ? null
                : Stream.of(channels.split(","))
                        .filter(id -> !id.isEmpty())
                        .map(UUID::fromString)
                        .collect(Collectors.toUnmodifiableSet());
    }
}

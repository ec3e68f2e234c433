package io.tollgate.alert;

import io.tollgate.storage.Ids;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Looks at everything that may be wrong and has it told: once when it begins, again when that is wanted and it lasts,
 * and when it is over. What lasts is known from the database after a restart; it is kept here, as are the rules, while
 * that is away.
 */
@Component
class Watch {

    private static final Logger log = LoggerFactory.getLogger(Watch.class);
    private static final int LONGEST_SHOWN = 100;
    private static final Duration BETWEEN_PURGES = Duration.ofHours(1);

    private final List<Sensor> sensors;
    private final RuleBook rules;
    private final AlertLog alerts;
    private final Teller teller;
    private final Ids ids;
    private final InstantSource clock;
    private final AlertSettings settings;

    private final Map<String, Alert> lasting = new LinkedHashMap<>();
    private final Map<String, Instant> pending = new HashMap<>();
    private final Set<String> inherited = new HashSet<>();
    private final Map<UUID, Alert> unwritten = new LinkedHashMap<>();
    private final List<Alert> over = new ArrayList<>();
    private Map<Rule, Rule.Terms> known = RuleBook.usual();
    private boolean begun;
    private Instant purgedAt = Instant.MIN;

    Watch(
            List<Sensor> sensors,
            RuleBook rules,
            AlertLog alerts,
            Teller teller,
            Ids ids,
            InstantSource clock,
            AlertSettings settings) {
        this.sensors = sensors;
        this.rules = rules;
        this.alerts = alerts;
        this.teller = teller;
        this.ids = ids;
        this.clock = clock;
        this.settings = settings;
    }

    /** Looks once. */
    synchronized void look() {
        begin();
        Instant now = clock.instant();
        Map<Rule, Rule.Terms> terms = terms();
        Map<String, Finding> found = new LinkedHashMap<>();
        Set<Rule> unseen = sense(terms, now, found);
        List.copyOf(unwritten.values()).forEach(this::write);
        pending.keySet().retainAll(found.keySet());
        found.values().forEach(finding -> note(finding, terms, now));
        for (Alert alert : List.copyOf(lasting.values())) {
            if (!found.containsKey(alert.key()) && !unseen.contains(alert.rule()) && !isUnsure(alert)) {
                end(alert, now, terms(alert.rule(), terms).on());
            }
        }
        teller.tell(List.copyOf(lasting.values()), over, terms, now).forEach(this::keep);
        over.clear();
        purge(now);
    }

    private Map<Rule, Rule.Terms> terms() {
        try {
            known = rules.terms();
        } catch (DataAccessException e) {
            log.warn("The rules of alerts could not be read: they stay as they were", e);
        }
        return known;
    }

    private boolean isUnsure(Alert alert) {
        return inherited.contains(alert.key()) && sensors.stream().anyMatch(sensor -> sensor.isUnsure(alert));
    }

    private void begin() {
        if (!begun) {
            alerts.forgetUnsent();
            alerts.lasting().forEach(alert -> {
                lasting.put(alert.key(), alert);
                inherited.add(alert.key());
            });
            begun = true;
        }
    }

    /** Gives the rules of which nothing can be said now. */
    private Set<Rule> sense(Map<Rule, Rule.Terms> terms, Instant now, Map<String, Finding> found) {
        Map<Rule, Rule.Numbers> numbers = new EnumMap<>(Rule.class);
        terms.forEach((rule, each) -> numbers.put(rule, each.numbers()));
        Set<Rule> unseen = EnumSet.noneOf(Rule.class);
        for (Sensor sensor : sensors) {
            try {
                sensor.look(numbers, now, finding -> {
                    if (terms(finding.rule(), terms).on()) {
                        found.put(finding.key(), finding);
                    }
                });
            } catch (RuntimeException e) {
                log.warn("It could not be seen whether anything is wrong by {}", sensor.rules(), e);
                unseen.addAll(sensor.rules());
            }
        }
        return unseen;
    }

    private static Rule.Terms terms(Rule rule, Map<Rule, Rule.Terms> terms) {
        return Objects.requireNonNull(terms.get(rule));
    }

    private void note(Finding finding, Map<Rule, Rule.Terms> terms, Instant now) {
        Alert before = lasting.get(finding.key());
        if (before != null) {
            Alert seen = before.seen(finding, now);
            lasting.put(seen.key(), seen);
            if (!seen.facts().equals(before.facts())) {
                write(seen);
            }
            return;
        }
        Instant since = pending.computeIfAbsent(finding.key(), _ -> now);
        Rule.Numbers numbers = terms(finding.rule(), terms).numbers();
        if (!now.isBefore(since.plus(finding.rule().patience(numbers)))) {
            Alert fresh = Alert.begin(ids.next(), finding, now);
            lasting.put(fresh.key(), fresh);
            log.warn("Alert: {} of {}", fresh.rule().id(), shown(fresh));
            write(fresh);
        }
    }

    /** @param watched whether its rule is still on: else nobody knows whether all is well */
    private void end(Alert alert, Instant now, boolean watched) {
        if (now.isBefore(alert.seenAt().plus(settings.settle()))) {
            return;
        }
        Alert ended = alert.over(now);
        lasting.remove(alert.key());
        inherited.remove(alert.key());
        if (watched) {
            over.add(ended);
        }
        log.info("Alert is over: {} of {}", ended.rule().id(), shown(ended));
        write(ended);
    }

    private static String shown(Alert alert) {
        return Markup.PLAIN.harmless(alert.subject().name(), LONGEST_SHOWN);
    }

    private void keep(Alert told) {
        if (told.overAt() == null) {
            lasting.put(told.key(), told);
        }
        write(told);
    }

    private void purge(Instant now) {
        if (purgedAt.isBefore(now.minus(BETWEEN_PURGES))) {
            purgedAt = now;
            try {
                alerts.purge(now.minus(settings.keep()));
            } catch (DataAccessException e) {
                log.warn("Old alerts could not be deleted", e);
            }
        }
    }

    /** What cannot be written down is told all the same, and written with the next look. */
    private void write(Alert alert) {
        unwritten.put(alert.id(), alert);
        try {
            alerts.save(alert);
            unwritten.remove(alert.id());
        } catch (DataAccessException e) {
            log.warn("An alert could not be written down", e);
        }
    }
}

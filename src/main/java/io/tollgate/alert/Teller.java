package io.tollgate.alert;

import io.tollgate.alert.Notice.Turn;
import io.tollgate.storage.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Decides what is told now and to whom: alerts of one rule that begin together go into one message. Channels and mutes
 * stay as they were read last while the database is away.
 */
@Component
class Teller {

    private static final Logger log = LoggerFactory.getLogger(Teller.class);

    private final AlertChannels channels;
    private final AlertLog alerts;
    private final Dispatch dispatch;
    private final Ids ids;

    private List<AlertChannel> open = List.of();
    private List<Mute> mutes = List.of();

    Teller(AlertChannels channels, AlertLog alerts, Dispatch dispatch, Ids ids) {
        this.channels = channels;
        this.alerts = alerts;
        this.dispatch = dispatch;
        this.ids = ids;
    }

    /** Has told what is due; gives the alerts that were, as they are now. */
    synchronized List<Alert> tell(
            Collection<Alert> lasting, Collection<Alert> over, Map<Rule, Rule.Terms> terms, Instant now) {
        read();
        Map<Turn, List<Alert>> due = new EnumMap<>(Turn.class);
        for (Alert alert : lasting) {
            if (mutes.stream().noneMatch(mute -> mute.covers(alert, now))) {
                if (alert.saidAt() == null) {
                    due.computeIfAbsent(Turn.BEGAN, _ -> new ArrayList<>()).add(alert);
                } else if (isDueAgain(alert, alert.saidAt(), terms, now)) {
                    due.computeIfAbsent(Turn.LASTS, _ -> new ArrayList<>()).add(alert);
                }
            }
        }
        over.stream()
                .filter(alert -> alert.saidAt() != null)
                .filter(alert -> mutes.stream().noneMatch(mute -> mute.covers(alert, now)))
                .forEach(alert ->
                        due.computeIfAbsent(Turn.OVER, _ -> new ArrayList<>()).add(alert));
        List<Alert> told = new ArrayList<>();
        due.forEach((turn, all) -> tell(turn, all, terms, now, told));
        return told;
    }

    private void read() {
        try {
            List<Mute> inForce = alerts.mutes();
            open = channels.findByRetiredAtIsNullOrderByName().stream()
                    .filter(channel -> !channel.isDisabled())
                    .toList();
            mutes = inForce;
        } catch (DataAccessException e) {
            log.warn("Channels and mutes of alerts could not be read: they stay as they were", e);
        }
    }

    private static boolean isDueAgain(Alert alert, Instant saidAt, Map<Rule, Rule.Terms> terms, Instant now) {
        int minutes = terms(alert.rule(), terms).numbers().repeatMinutes();
        return minutes > 0 && !now.isBefore(saidAt.plus(Duration.ofMinutes(minutes)));
    }

    private static Rule.Terms terms(Rule rule, Map<Rule, Rule.Terms> terms) {
        return Objects.requireNonNull(terms.get(rule));
    }

    private void tell(Turn turn, List<Alert> all, Map<Rule, Rule.Terms> terms, Instant now, List<Alert> told) {
        Map<Rule, List<Alert>> byRule = new EnumMap<>(Rule.class);
        all.forEach(alert ->
                byRule.computeIfAbsent(alert.rule(), _ -> new ArrayList<>()).add(alert));
        byRule.forEach((rule, group) -> {
            List<AlertChannel> to = open.stream()
                    .filter(channel -> terms(rule, terms).goesTo(channel.getId()))
                    .toList();
            if (!to.isEmpty()) {
                Notice notice = new Notice(ids.next(), turn, rule, List.copyOf(group), now);
                to.forEach(channel -> dispatch.send(notice, channel));
                group.forEach(alert -> told.add(alert.said(notice.id(), now)));
            }
        });
    }
}

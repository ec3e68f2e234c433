package io.tollgate.manifest;

import io.tollgate.alert.AlertChannel;
import io.tollgate.alert.AlertChannels;
import io.tollgate.alert.AlertRule;
import io.tollgate.alert.AlertRules;
import io.tollgate.alert.ChannelKind;
import io.tollgate.alert.ChannelSecrets;
import io.tollgate.manifest.Declaration.DeclaredAlerts;
import io.tollgate.manifest.Declaration.DeclaredChannel;
import io.tollgate.manifest.Declaration.DeclaredRule;
import io.tollgate.manifest.Declaration.Mention;
import io.tollgate.storage.Ids;
import io.tollgate.storage.Source;
import io.tollgate.vault.Secret;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Declared channels and rules of alerts as rows. */
@Component
final class AlertRows {

    private final AlertChannels channels;
    private final AlertRules rules;
    private final ChannelSecrets secrets;
    private final Retirement retirement;
    private final Ids ids;
    private final InstantSource clock;

    AlertRows(
            AlertChannels channels,
            AlertRules rules,
            ChannelSecrets secrets,
            Retirement retirement,
            Ids ids,
            InstantSource clock) {
        this.channels = channels;
        this.rules = rules;
        this.secrets = secrets;
        this.retirement = retirement;
        this.ids = ids;
        this.clock = clock;
    }

    /** Makes the rows what is declared, and returns how many were retired. */
    int apply(DeclaredAlerts declared, Problems problems) {
        int retired = applyChannels(declared.channels(), problems);
        channels.flush();
        return retired + applyRules(declared.rules(), problems);
    }

    private int applyChannels(List<DeclaredChannel> declared, Problems problems) {
        LiveRows<AlertChannel> live = LiveRows.named(channels.findByRetiredAtIsNullOrderByName());
        int retired = live.retireAllBut(declared, this::retire);
        declared.forEach(channel -> live.find(channel.name())
                .filter(row -> row.isDeclared() && row.getKind() != channel.kind())
                .ifPresent(this::retire));
        channels.flush();
        LiveRows<AlertChannel> left = LiveRows.named(channels.findByRetiredAtIsNullOrderByName());
        for (DeclaredChannel channel : declared) {
            problems.attempt(() ->
                    left.put(channel, update(channel, left.declared(channel).orElseGet(() -> fresh(channel)))));
        }
        return retired;
    }

    private int retire(AlertChannel channel) {
        secrets.forget(channel);
        return retirement.retire(channel);
    }

    private AlertChannel fresh(DeclaredChannel channel) {
        return new AlertChannel(
                ids.next(), channel.name(), channel.kind(), channel.language(), Source.FILE, clock.instant());
    }

    private AlertChannel update(DeclaredChannel channel, AlertChannel row) {
        row.setLanguage(channel.language());
        if (channel.kind() == ChannelKind.EMAIL && channel.mail() != null) {
            secrets.lead(row, channel.mail());
        } else if (channel.address() != null) {
            secrets.lead(row, channel.address());
        }
        Secret secret = channel.secret();
        secrets.seal(row, secret == null ? null : secret.reveal());
        return channels.save(row);
    }

    /** What a file says of a rule goes before what the console says, and ends it. */
    private int applyRules(List<DeclaredRule> declared, Problems problems) {
        Set<String> named = new HashSet<>();
        declared.forEach(rule -> named.add(rule.name()));
        int retired = 0;
        for (AlertRule row : rules.findByRetiredAtIsNullOrderByName()) {
            if (row.isDeclared() != named.contains(row.getName())) {
                retired += retirement.retire(row);
            }
        }
        rules.flush();
        declared.forEach(rule -> problems.attempt(() -> put(rule)));
        return retired;
    }

    private AlertRule put(DeclaredRule declared) {
        AlertRule row = rules.findByLiveName(declared.name())
                .orElseGet(() -> new AlertRule(ids.next(), declared.rule(), Source.FILE, clock.instant()));
        row.set(declared.numbers(), told(declared.channels()));
        row.setDisabled(Boolean.TRUE.equals(declared.disabled()));
        return rules.save(row);
    }

    private @Nullable Set<UUID> told(@Nullable List<Mention> mentions) {
        if (mentions == null) {
            return null;
        }
        Set<UUID> told = new HashSet<>();
        for (Mention mention : mentions) {
            told.add(channels.findByLiveName(mention.name())
                    .map(AlertChannel::getId)
                    .orElseThrow(() -> mention.at()
                            .error("names a channel that does not exist: declare it under channels, or correct it")));
        }
        return told;
    }
}

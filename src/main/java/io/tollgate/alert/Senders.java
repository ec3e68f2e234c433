package io.tollgate.alert;

import io.tollgate.storage.Ids;
import io.tollgate.vault.VaultException;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Every kind of channel, and how messages are said there. */
@Component
public class Senders {

    private final Map<ChannelKind, Sender> byKind = new EnumMap<>(ChannelKind.class);
    private final ChannelSecrets secrets;
    private final Ids ids;
    private final InstantSource clock;

    Senders(List<Sender> all, ChannelSecrets secrets, Ids ids, InstantSource clock) {
        all.forEach(sender -> byKind.put(sender.kind(), sender));
        this.secrets = secrets;
        this.ids = ids;
        this.clock = clock;
    }

    /** Sends a message that says it is a test, and gives what really came of it. */
    public Outcome test(AlertChannel channel) {
        Notice notice = new Notice(ids.next(), Notice.Turn.TEST, Rule.PROVIDER_DOWN, List.of(), clock.instant());
        return send(channel, notice);
    }

    Outcome send(AlertChannel channel, Notice notice) {
        try {
            Sender.Destination to = new Sender.Destination(channel, secrets.address(channel), secrets.secret(channel));
            return Objects.requireNonNull(byKind.get(channel.getKind())).send(to, notice);
        } catch (VaultException e) {
            return new Outcome.Failed(Objects.requireNonNullElse(e.getMessage(), "sealed"), false);
        }
    }
}

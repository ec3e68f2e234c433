package io.tollgate.alert;

import io.tollgate.vault.Secret;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says messages to any program, as JSON that it can check and tell from one it has seen. */
@Component
final class WebhookSender implements Sender {

    private static final int LONGEST_NAME = 200;

    private final Post post;
    private final Wording wording;
    private final InstantSource clock;

    WebhookSender(Post post, Wording wording, InstantSource clock) {
        this.post = post;
        this.wording = wording;
        this.clock = clock;
    }

    @Override
    public ChannelKind kind() {
        return ChannelKind.WEBHOOK;
    }

    @Override
    public Outcome send(Destination to, Notice notice) {
        byte[] body = post.bytes(body(notice, to.channel().getLanguage()));
        String id = notice.id().toString();
        long seconds = clock.instant().getEpochSecond();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", Long.toString(seconds));
        Secret secret = to.secret();
        if (secret != null) {
            headers.put("webhook-signature", Signatures.webhook(secret.reveal(), id, seconds, body));
        }
        return post.byStatus(to, headers, body);
    }

    private Map<String, @Nullable Object> body(Notice notice, Tongue tongue) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("title", wording.title(notice, tongue));
        data.put("lines", wording.lines(notice, tongue, Markup.PLAIN));
        data.put("url", wording.link());
        if (notice.turn() != Notice.Turn.TEST) {
            data.put("rule", notice.rule().id());
            data.put("alerts", notice.alerts().stream().map(this::alert).toList());
        }
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("type", "alert." + notice.turn().name().toLowerCase(Locale.ROOT));
        body.put("timestamp", notice.at().toString());
        body.put("data", data);
        return body;
    }

    private Map<String, @Nullable Object> alert(Alert alert) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("id", alert.id().toString());
        members.put("subject", alert.subject().kind().name().toLowerCase(Locale.ROOT));
        members.put(
                "subject_id",
                alert.subject().id() == null ? null : alert.subject().id().toString());
        members.put("name", Markup.PLAIN.harmless(alert.subject().name(), LONGEST_NAME));
        members.put("began_at", alert.beganAt().toString());
        members.put("over_at", alert.overAt() == null ? null : alert.overAt().toString());
        members.put("facts", wording.facts(alert));
        return members;
    }
}

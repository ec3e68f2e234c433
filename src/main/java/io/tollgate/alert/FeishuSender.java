package io.tollgate.alert;

import io.tollgate.vault.Secret;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Says messages to a group in Feishu or Lark, as a card of plain texts. */
@Component
final class FeishuSender implements Sender {

    /** Too many messages. */
    private static final int TOO_FAST = 11_232;

    private static final int BUSY = 9_499;

    private final Post post;
    private final Wording wording;
    private final InstantSource clock;

    FeishuSender(Post post, Wording wording, InstantSource clock) {
        this.post = post;
        this.wording = wording;
        this.clock = clock;
    }

    @Override
    public ChannelKind kind() {
        return ChannelKind.FEISHU;
    }

    @Override
    public Outcome send(Destination to, Notice notice) {
        Map<String, Object> body = new LinkedHashMap<>();
        Secret secret = to.secret();
        if (secret != null) {
            long seconds = clock.instant().getEpochSecond();
            body.put("timestamp", Long.toString(seconds));
            body.put("sign", Signatures.feishu(secret.reveal(), seconds));
        }
        body.put("msg_type", "interactive");
        body.put("card", card(notice, to.channel().getLanguage()));
        return post.byReply(to, Objects.requireNonNull(to.address()), body, FeishuSender::judge);
    }

    private Map<String, Object> card(Notice notice, Tongue tongue) {
        List<Object> elements = new ArrayList<>();
        wording.lines(notice, tongue, Markup.PLAIN)
                .forEach(line -> elements.add(Map.of("tag", "div", "text", plain(line))));
        String link = wording.link();
        if (link != null) {
            Map<String, Object> button =
                    Map.of("tag", "button", "text", plain(wording.linkText(tongue)), "type", "default", "url", link);
            elements.add(Map.of("tag", "action", "actions", List.of(button)));
        }
        return Map.of(
                "config", Map.of("wide_screen_mode", true),
                "header", Map.of("template", colour(notice), "title", plain(wording.title(notice, tongue))),
                "elements", elements);
    }

    private static String colour(Notice notice) {
        return switch (notice.turn()) {
            case BEGAN, LASTS -> "red";
            case OVER -> "green";
            case TEST -> "blue";
        };
    }

    private static Map<String, Object> plain(String text) {
        return Map.of("tag", "plain_text", "content", text);
    }

    /** Older installations say StatusCode. */
    private static Outcome judge(JsonNode reply) {
        return reply.has("code") || !reply.has("StatusCode")
                ? Post.byCode(reply, "code", "msg", code -> code == TOO_FAST || code == BUSY)
                : Post.byCode(reply, "StatusCode", "StatusMessage", code -> code == TOO_FAST);
    }
}

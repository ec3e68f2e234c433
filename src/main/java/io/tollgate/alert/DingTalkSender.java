package io.tollgate.alert;

import io.tollgate.vault.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Says messages to a group in DingTalk, in Markdown. */
@Component
final class DingTalkSender implements Sender {

    private static final int BUSY = -1;

    /** Too many messages. */
    private static final int TOO_FAST = 130_101;

    private final Post post;
    private final Wording wording;
    private final InstantSource clock;

    DingTalkSender(Post post, Wording wording, InstantSource clock) {
        this.post = post;
        this.wording = wording;
        this.clock = clock;
    }

    @Override
    public ChannelKind kind() {
        return ChannelKind.DINGTALK;
    }

    @Override
    public Outcome send(Destination to, Notice notice) {
        Tongue tongue = to.channel().getLanguage();
        String title = wording.title(notice, tongue);
        String text = "#### " + title + "\n\n" + MarkdownText.of(wording, notice, tongue);
        Map<String, Object> body = Map.of("msgtype", "markdown", "markdown", Map.of("title", title, "text", text));
        return post.byReply(
                to,
                address(to),
                body,
                reply -> Post.byCode(reply, "errcode", "errmsg", code -> code == BUSY || code == TOO_FAST));
    }

    private URI address(Destination to) {
        URI address = Objects.requireNonNull(to.address());
        Secret secret = to.secret();
        if (secret == null) {
            return address;
        }
        long millis = clock.millis();
        String sign = URLEncoder.encode(Signatures.dingTalk(secret.reveal(), millis), StandardCharsets.UTF_8);
        String join = address.getRawQuery() == null ? "?" : "&";
        return URI.create(address + join + "timestamp=" + millis + "&sign=" + sign);
    }
}

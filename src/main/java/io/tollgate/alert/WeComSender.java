package io.tollgate.alert;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Says messages to a group in WeCom, in the few signs of Markdown it reads. */
@Component
final class WeComSender implements Sender {

    private static final int BUSY = -1;

    /** Too many messages. */
    private static final int TOO_FAST = 45_009;

    /** Longest content in bytes. */
    private static final int LONGEST = 4_096;

    private final Post post;
    private final Wording wording;

    WeComSender(Post post, Wording wording) {
        this.post = post;
        this.wording = wording;
    }

    @Override
    public ChannelKind kind() {
        return ChannelKind.WECOM;
    }

    @Override
    public Outcome send(Destination to, Notice notice) {
        Tongue tongue = to.channel().getLanguage();
        String text = "**" + wording.title(notice, tongue) + "**\n" + MarkdownText.of(wording, notice, tongue);
        Map<String, Object> body = Map.of("msgtype", "markdown", "markdown", Map.of("content", fitting(text)));
        return post.byReply(
                to,
                Objects.requireNonNull(to.address()),
                body,
                reply -> Post.byCode(reply, "errcode", "errmsg", code -> code == BUSY || code == TOO_FAST));
    }

    private static String fitting(String text) {
        String fitting = text;
        while (fitting.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            fitting = Wording.clip(fitting, fitting.length() * 9 / 10);
        }
        return fitting;
    }
}

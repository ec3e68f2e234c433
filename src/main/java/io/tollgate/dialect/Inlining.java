package io.tollgate.dialect;

import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.Content;
import io.tollgate.chat.Media;
import io.tollgate.chat.Message;
import java.util.ArrayList;
import java.util.List;

/** Puts the data of images in the place of their addresses. */
final class Inlining {

    /** Each may be 20 MB. */
    private static final int MOST = 10;

    private final Inliner inliner;
    private int count;

    Inlining(Inliner inliner) {
        this.inliner = inliner;
    }

    ChatRequest of(ChatRequest chat) throws DialectException {
        List<Message> messages = new ArrayList<>();
        for (Message message : chat.messages()) {
            messages.add(new Message(message.role(), parts(message.content())));
        }
        return new ChatRequest(
                messages,
                chat.tools(),
                chat.toolChoice(),
                chat.parallelTools(),
                chat.sampling(),
                chat.format(),
                chat.reasoning(),
                chat.user(),
                chat.metadata());
    }

    private List<Content> parts(List<Content> content) throws DialectException {
        List<Content> parts = new ArrayList<>();
        for (Content part : content) {
            parts.add(part(part));
        }
        return parts;
    }

    private Content part(Content part) throws DialectException {
        if (part instanceof Content.Image image && image.media() instanceof Media.Url(String url)) {
            if (++count > MOST) {
                throw Unconvertible.of("messages", "More than " + MOST + " images by their addresses");
            }
            return new Content.Image(inliner.image(url), image.detail());
        }
        if (part instanceof Content.ToolResult result) {
            return new Content.ToolResult(result.callId(), result.name(), parts(result.content()), result.failed());
        }
        return part;
    }
}

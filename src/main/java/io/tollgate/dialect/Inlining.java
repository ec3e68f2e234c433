package io.tollgate.dialect;

import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.Content;
import io.tollgate.chat.GatewayError;
import io.tollgate.chat.Media;
import io.tollgate.chat.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Puts the data of images in the place of their addresses. */
final class Inlining {

    private static final int MOST = 10;
    /** Of all together, in Base64. */
    private static final int LARGEST = 28 * 1024 * 1024;
    /** For all together. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Inliner inliner;
    private final long began = System.nanoTime();
    private int count;
    private long size;

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

    private Media.Inline fetched(String url) throws DialectException {
        if (System.nanoTime() - began > PATIENCE.toNanos()) {
            throw refused("The images could not be fetched from their addresses in time: send them themselves.");
        }
        Media.Inline image = inliner.image(url);
        size += image.base64().length();
        if (size > LARGEST) {
            throw refused("The images behind the addresses are larger than 20 MB in all.");
        }
        return image;
    }

    private static DialectException refused(String message) {
        return new DialectException(GatewayError.invalidParam("messages", "invalid_image_url", message));
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
            return new Content.Image(fetched(url), image.detail());
        }
        if (part instanceof Content.ToolResult result) {
            return new Content.ToolResult(result.callId(), result.name(), parts(result.content()), result.failed());
        }
        return part;
    }
}

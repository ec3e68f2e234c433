package io.tollgate.provider;

import io.tollgate.dialect.EventStreamReader;
import io.tollgate.dialect.FrameReader;
import io.tollgate.dialect.LineReader;
import io.tollgate.dialect.SseReader;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An answer with status 2xx, of which the body is still to be read. Closing it before its end cancels the call. */
public abstract sealed class ProviderResponse implements AutoCloseable
        permits HttpResponse, ConversationResponse, DemoResponse {

    private static final String EVENTS = "text/event-stream";
    private static final String AWS_EVENTS = "application/vnd.amazon.eventstream";

    private final String contentType;
    private final InputStream body;

    ProviderResponse(String contentType, InputStream body) {
        this.contentType = contentType;
        this.body = body;
    }

    /** The media type with its parameters; empty when the provider names none. */
    public String contentType() {
        return contentType;
    }

    /** The media type alone, in lower case. */
    public String mediaType() {
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    public boolean isStream() {
        return mediaType().equals(EVENTS);
    }

    /** Whether it is a stream in any framing, which has to show something in time. */
    public boolean comesInFrames() {
        return switch (mediaType()) {
            case EVENTS, "application/x-ndjson", "application/jsonl", "application/x-jsonlines", AWS_EVENTS -> true;
            default -> false;
        };
    }

    /** Cuts a streamed answer into frames; absent when it is a whole one. */
    public @Nullable FrameReader frames() {
        return frames(mediaType(), body);
    }

    static @Nullable FrameReader frames(String mediaType, InputStream body) {
        return switch (mediaType) {
            case EVENTS -> new SseReader(body);
            case "application/x-ndjson", "application/jsonl", "application/x-jsonlines" -> new LineReader(body);
            case AWS_EVENTS -> new EventStreamReader(body);
            default -> null;
        };
    }

    public InputStream body() {
        return body;
    }

    /** How long nothing is left of one of the provider's limits, as it says beside the answer; usually absent. */
    public @Nullable Duration usedUp() {
        return null;
    }

    /** A stream has shown something: from now on it may take its time. */
    public void begun() {
        // matters only where time is kept
    }

    /** All that matters has come: the end is due in a few seconds. */
    public void concluded() {
        // matters only where time is kept
    }

    /** Why reading the body failed: a deadline that passed, or a broken connection. */
    public abstract ProviderException failed(IOException cause);

    /** Reads on to the end of the body, which is due at once, so that the connection can be used again. */
    public abstract void finish();

    /** Ends the call, whatever state it is in; may be called from another thread. */
    public abstract void cancel();

    @Override
    public abstract void close();
}

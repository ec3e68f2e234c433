package io.tollgate.provider;

import io.tollgate.dialect.ConversationReader;
import io.tollgate.dialect.FrameReader;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An answer in a conversation: what it begins with tells a whole one from a stream, whatever its media type. */
final class ConversationResponse extends ProviderResponse {

    private final ProviderResponse answer;
    private final boolean whole;

    private ConversationResponse(ProviderResponse answer, PushbackInputStream body, boolean whole) {
        super(answer.contentType(), body);
        this.answer = answer;
        this.whole = whole;
    }

    static ConversationResponse of(ProviderResponse answer) throws IOException {
        PushbackInputStream body = new PushbackInputStream(answer.body());
        int first = body.read();
        while (first >= 0 && Character.isWhitespace(first)) {
            first = body.read();
        }
        if (first >= 0) {
            body.unread(first);
        }
        return new ConversationResponse(answer, body, first == '{');
    }

    @Override
    public @Nullable FrameReader frames() {
        return whole ? null : new ConversationReader(body());
    }

    @Override
    public @Nullable Duration usedUp() {
        return answer.usedUp();
    }

    @Override
    public void begun() {
        answer.begun();
    }

    @Override
    public ProviderException failed(IOException cause) {
        return answer.failed(cause);
    }

    @Override
    public void finish() {
        answer.finish();
    }

    @Override
    public void cancel() {
        answer.cancel();
    }

    @Override
    public void close() {
        answer.close();
    }
}

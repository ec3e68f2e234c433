package io.tollgate.dialect;

import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.GatewayError;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Writes the events of one answer as the frames of a client's dialect. Serves one exchange. */
public interface Encoder {

    /** The media type of what is written. */
    String contentType();

    /** Writes what an event comes to: no frame, one or several; never {@link ChatEvent.Failed}. */
    void write(ChatEvent event, OutputStream out) throws IOException;

    /**
     * Writes a frame of its own dialect as it is. An answer is either passed or written, never both.
     *
     * @param event the frame's name, where it has one
     */
    default void pass(@Nullable String event, byte[] data, int from, int to, OutputStream out) throws IOException {
        Sse.event(event, data, from, to, out);
    }

    /** Writes what ends a stream well, after what was written or passed. */
    void end(OutputStream out) throws IOException;

    /** Ends a stream with an error, which is the last the client gets. */
    void fail(GatewayError error, OutputStream out) throws IOException;
}

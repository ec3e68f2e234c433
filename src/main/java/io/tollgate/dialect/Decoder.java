package io.tollgate.dialect;

import io.tollgate.chat.ChatEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the frames of one streamed answer as events. Serves one exchange. */
public interface Decoder {

    /**
     * The events one frame comes to.
     *
     * @param event the frame's name, where it has one
     * @param data holds the frame's data, valid during the call only
     * @throws StreamFormatException when the frame is not of this dialect
     */
    List<ChatEvent> read(@Nullable String event, byte[] data, int from, int to) throws StreamFormatException;

    /**
     * The stream has ended, or said that it has: what is still to be told. A stream that was cut off ends without a
     * {@link ChatEvent.Finished} for each choice.
     */
    List<ChatEvent> end();
}

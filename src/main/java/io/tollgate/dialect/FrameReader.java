package io.tollgate.dialect;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream into frames, on bytes and without copying. After {@link #next()} the frame's data stands in
 * {@link #buffer()} between {@link #from()} and {@link #to()}, until the next call.
 */
public interface FrameReader {

    /**
     * Reads on to the next frame.
     *
     * @return false at the end of the stream
     * @throws StreamFormatException when a frame is too large or not of this format
     */
    boolean next() throws IOException;

    /** Where the frame's data stands. */
    byte[] buffer();

    int from();

    int to();

    /** The frame's name, where it has one. */
    @Nullable
    String event();

    /** Whether another complete frame has been read already, so that it can go out in the same write. */
    boolean hasBuffered();
}

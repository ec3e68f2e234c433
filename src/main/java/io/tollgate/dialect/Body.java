package io.tollgate.dialect;

import io.tollgate.storage.Spool;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Bytes to send, pieced together from ranges of a spool and from new text; can be written again and again. */
public final class Body {

    private sealed interface Piece {
        long length();

        InputStream open();

        record Text(byte[] bytes) implements Piece {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes);
            }
        }

        record Range(Spool spool, long from, long to) implements Piece {
            @Override
            public long length() {
                return to - from;
            }

            @Override
            public InputStream open() {
                return new RangeStream(this);
            }
        }
    }

    private final List<Piece> pieces = new ArrayList<>(8);
    private long length;

    /** Everything a spool holds. */
    public static Body of(Spool spool) {
        return new Body().add(spool, 0, spool.size());
    }

    /** A text in UTF-8. */
    public static Body of(String text) {
        return new Body().add(text);
    }

    /** These bytes. */
    public static Body of(byte[] bytes) {
        return new Body().add(new Piece.Text(bytes));
    }

    Body add(String text) {
        return add(new Piece.Text(text.getBytes(StandardCharsets.UTF_8)));
    }

    Body add(Spool spool, long from, long to) {
        return from == to ? this : add(new Piece.Range(spool, from, to));
    }

    private Body add(Piece piece) {
        pieces.add(piece);
        length += piece.length();
        return this;
    }

    public long length() {
        return length;
    }

    public void writeTo(OutputStream out) throws IOException {
        for (Piece piece : pieces) {
            switch (piece) {
                case Piece.Text(byte[] bytes) -> out.write(bytes);
                case Piece.Range(Spool spool, long from, long to) -> spool.copy(from, to, out);
            }
        }
    }

    /** The bytes to be read, for those who cannot have them written. */
    public InputStream open() {
        return new SequenceInputStream(
                Collections.enumeration(pieces.stream().map(Piece::open).toList()));
    }

    /** Reads a range of a spool, chunk by chunk. */
    private static final class RangeStream extends InputStream {

        private static final int CHUNK = 8192;

        private final Piece.Range range;
        private long position;
        private InputStream chunk = InputStream.nullInputStream();

        private RangeStream(Piece.Range range) {
            this.range = range;
            this.position = range.from();
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = chunk.read(bytes, offset, length);
            if (read >= 0 || position == range.to()) {
                return read;
            }
            long end = Math.min(position + CHUNK, range.to());
            ByteArrayOutputStream next = new ByteArrayOutputStream(CHUNK);
            range.spool().copy(position, end, next);
            position = end;
            chunk = new ByteArrayInputStream(next.toByteArray());
            return chunk.read(bytes, offset, length);
        }
    }
}

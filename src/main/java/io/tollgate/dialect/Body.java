package io.tollgate.dialect;

import io.tollgate.storage.Spool;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Bytes to send, pieced together from ranges of a spool and from new text; can be written again and again. */
public final class Body {

    private sealed interface Piece {
        long length();

        record Text(byte[] bytes) implements Piece {
            @Override
            public long length() {
                return bytes.length;
            }
        }

        record Range(Spool spool, long from, long to) implements Piece {
            @Override
            public long length() {
                return to - from;
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
}

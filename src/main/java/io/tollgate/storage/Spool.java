package io.tollgate.storage;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that can be read again and again: in memory as long as they are few, else in a temporary file. Written first,
 * then read; not thread-safe.
 */
public final class Spool extends OutputStream {

    private static final int CHUNK = 16 * 1024;

    private final Path directory;
    private final int memoryLimit;

    private byte[] memory;
    private long size;
    private @Nullable FileChannel file;

    Spool(Path directory, int memoryLimit, int expected) {
        this.directory = directory;
        this.memoryLimit = memoryLimit;
        this.memory = new byte[expected];
    }

    /**
     * Takes in all that a stream has.
     *
     * @return false when that is more than {@code limit} bytes, of which the rest is not read
     */
    public boolean receive(InputStream in, long limit) throws IOException {
        byte[] chunk = new byte[0];
        while (size <= limit) {
            int read;
            if (file == null && size < memoryLimit) {
                ensureRoom(1);
                read = in.read(memory, (int) size, Math.min(memory.length, memoryLimit) - (int) size);
                size += Math.max(read, 0);
            } else {
                chunk = chunk.length == 0 ? new byte[CHUNK] : chunk;
                read = in.read(chunk);
                write(chunk, 0, Math.max(read, 0));
            }
            if (read < 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (file == null && size + length > memoryLimit) {
            moveToFile();
        }
        if (file != null) {
            write(file, ByteBuffer.wrap(bytes, offset, length));
        } else {
            ensureRoom(length);
            System.arraycopy(bytes, offset, memory, (int) size, length);
        }
        size += length;
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private void ensureRoom(int length) {
        int needed = (int) size + length;
        if (needed > memory.length) {
            memory = Arrays.copyOf(memory, Math.min(memoryLimit, Math.max(needed, memory.length * 2)));
        }
    }

    private void moveToFile() throws IOException {
        Path path = Files.createTempFile(directory, "body", ".tmp");
        FileChannel channel = FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        file = channel;
        write(channel, ByteBuffer.wrap(memory, 0, (int) size));
        memory = new byte[0];
    }

    public long size() {
        return size;
    }

    /** The bytes, of which the first {@link #size()} count; absent when they lie in a file. */
    public byte @Nullable [] array() {
        return file == null ? memory : null;
    }

    /** Reads all bytes from the start. */
    public InputStream open() {
        if (file == null) {
            return new ByteArrayInputStream(memory, 0, (int) size);
        }
        try {
            file.position(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new FilterInputStream(Channels.newInputStream(file)) {
            @Override
            public void close() {
                // the file stays open for the next reader
            }
        };
    }

    /** Writes the bytes between two positions. */
    public void copy(long from, long to, OutputStream out) throws IOException {
        if (file == null) {
            out.write(memory, (int) from, (int) (to - from));
            return;
        }
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        for (long at = from; at < to; ) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), to - at));
            int read = file.read(buffer, at);
            if (read < 0) {
                throw new IOException("A spooled body is shorter than it was");
            }
            out.write(buffer.array(), 0, read);
            at += read;
        }
    }

    @Override
    public void close() {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

package io.tollgate.journal;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that is written at its end, by plain calls of the operating system: no interrupt closes it. */
interface SegmentFile extends Closeable {

    /** Writes all the bytes, or some of them when it fails. */
    void write(byte[] bytes) throws IOException;

    /** Cuts what lies beyond a length. */
    void cut(long length) throws IOException;

    /** Waits until the disk has everything. */
    void sync() throws IOException;

    /** Waits until the disk has the names of the files in a directory, where the system lets one ask for that. */
    static void syncNames(Path directory) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(directory, StandardOpenOption.READ);
        } catch (AccessDeniedException e) {
            return; // no file to this system
        }
        try (channel) {
            channel.force(true);
        }
    }

    /** Opens a new file; what stands in one of that name was never acknowledged. */
    static SegmentFile create(Path path) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        file.setLength(0);
        return new SegmentFile() {
            @Override
            public void write(byte[] bytes) throws IOException {
                file.write(bytes);
            }

            @Override
            public void cut(long length) throws IOException {
                file.setLength(length);
                file.seek(length);
            }

            @Override
            public void sync() throws IOException {
                file.getFD().sync();
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }
}

package io.tollgate.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class JournalTests {

    private static final JournalSettings SETTINGS = new JournalSettings(Durability.GROUP, 1_000, 4_096);

    @TempDir
    private Path directory;

    private Journal journal;

    @AfterEach
    void close() {
        if (journal != null) {
            journal.close();
        }
    }

    @Test
    void numbersRecordsWithoutAGapAcrossSegments() throws IOException {
        open(0);
        for (int i = 0; i < 50; i++) {
            journal.begin(record(2 * i), record(2 * i + 1));
        }

        assertThat(Segment.all(directory)).hasSizeGreaterThan(3);
        assertThat(read(Position.START))
                .hasSize(100)
                .startsWith(text(0), text(1))
                .endsWith(text(99));
        assertThat(journal.last()).isEqualTo(100);
    }

    @Test
    void aLineIsJson() throws IOException {
        open(6);
        journal.begin(record(3));

        assertThat(Files.readString(Segment.in(directory, 7).path()))
                .matches("\\{\"n\":\"0000000000000007\",\"crc\":\"[0-9a-f]{8}\",\"r\":\\{\"v\":3}}\n");
    }

    @Test
    void aReaderGoesOnFromAPlaceWhileRecordsCome() throws IOException {
        open(0);
        journal.begin(record(1));
        try (JournalReader reader = new JournalReader(directory, Position.START)) {
            assertThat(reader.next()).isTrue();
            assertThat(reader.next()).isFalse();
            journal.end(record(2));
            assertThat(reader.next()).isTrue();
            Position between = reader.position();
            for (int i = 3; i < 60; i++) {
                journal.end(record(i));
            }

            assertThat(read(between)).hasSize(57).startsWith(text(3)).endsWith(text(59));
            assertThat(reader.damaged()).isZero();
        }
    }

    @Test
    void everyDamagedLineIsFoundAndNoOther() throws IOException {
        open(0);
        journal.begin(record(1), record(2), record(3));
        journal.close();
        Path file = Segment.in(directory, 1).path();
        byte[] whole = Files.readAllBytes(file);
        int line = whole.length / 3;
        for (int i = line; i < 2 * line - 1; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 4;
            Files.write(file, damaged);

            try (JournalReader reader = new JournalReader(directory, Position.START)) {
                List<String> read = readAll(reader);
                assertThat(read).as("byte %d", i).startsWith(text(1)).endsWith(text(3));
                assertThat(reader.damaged()).as("byte %d", i).isPositive();
            }
        }
    }

    @Test
    void aTornEndIsNoDamage() throws IOException {
        open(0);
        journal.begin(record(1), record(2));
        journal.close();
        Path file = Segment.in(directory, 1).path();
        byte[] whole = Files.readAllBytes(file);
        for (int length = whole.length / 2; length < whole.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));

            try (JournalReader reader = new JournalReader(directory, Position.START)) {
                assertThat(readAll(reader)).containsExactly(text(1));
                assertThat(reader.damaged()).isZero();
            }
        }
    }

    @Test
    void goesOnInANewSegment() throws IOException {
        open(0);
        journal.begin(record(1));
        journal.close();
        open(1);
        journal.begin(record(2));

        assertThat(Segment.all(directory)).hasSize(2);
        assertThat(read(Position.START)).containsExactly(text(1), text(2));
    }

    @Test
    void deletesWhatLiesBefore() throws IOException {
        open(0);
        for (int i = 0; i < 60; i++) {
            journal.begin(record(i));
        }
        List<Segment> all = Segment.all(directory);

        journal.deleteBefore(new Position(all.get(2).first(), 0, 0));

        assertThat(Segment.all(directory)).isEqualTo(all.subList(2, all.size()));
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void manyThreadsAppendEachRecordOnce(Durability durability) throws Exception {
        journal = Journal.open(directory, new JournalSettings(durability, 20_000, 4_096));
        journal.resume(0);
        List<Thread> threads = new ArrayList<>();
        CountDownLatch go = new CountDownLatch(1);
        for (int t = 0; t < 20; t++) {
            int base = t * 100;
            threads.add(Thread.ofVirtual().start(() -> {
                await().until(() -> go.getCount() == 0);
                for (int i = 0; i < 20; i++) {
                    journal.end(record(base + i));
                }
            }));
        }
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(read(Position.START)).hasSize(400).doesNotHaveDuplicates();
    }

    @Test
    void anInterruptHarmsNobody() throws IOException {
        open(0);
        Thread.currentThread().interrupt();
        journal.begin(record(1));
        assertThat(Thread.interrupted()).isTrue();
        journal.end(record(2));

        assertThat(read(Position.START)).containsExactly(text(1), text(2));
    }

    @Test
    void aFullDiskRefusesBeginningsTakesEndsAndRecovers() throws IOException {
        FullDisk disk = new FullDisk();
        journal = new Journal(directory, new JournalSettings(Durability.GROUP, 1_000, 5_000), disk);
        journal.resume(0);
        journal.begin(record(1));
        disk.room = 20; // a part of a line fits
        disk.afterBallast = 10_000;
        Path ballast = directory.resolve("ballast");
        Files.delete(ballast);
        Path inTheWay = Files.createDirectories(ballast.resolve("in-the-way")); // so that no room is taken back yet

        journal.end(record(2));
        assertThat(journal.isFull()).isTrue();
        assertThatThrownBy(() -> journal.begin(record(3))).isInstanceOf(JournalException.class);
        journal.end(record(4));

        Files.delete(inTheWay);
        await().until(() -> !journal.isFull());
        journal.begin(record(5));
        assertThat(read(Position.START)).containsExactly(text(1), text(2), text(4), text(5));
    }

    @Test
    void whatDoesNotFitAtAllLeavesNothingBehind() throws IOException {
        FullDisk disk = new FullDisk();
        journal = new Journal(directory, SETTINGS, disk);
        journal.resume(0);
        journal.begin(record(1));
        disk.room = 20;

        assertThatThrownBy(() -> journal.end(record(2))).isInstanceOf(JournalException.class);
        disk.room = Long.MAX_VALUE;
        journal.end(record(3));

        try (JournalReader reader = new JournalReader(directory, Position.START)) {
            assertThat(readAll(reader)).containsExactly(text(1), text(3));
            assertThat(reader.damaged()).isZero();
        }
    }

    @Test
    void aSegmentOfDamagedRecordsStaysAsItIs() throws IOException {
        open(0);
        journal.begin(record(1));
        journal.close();
        open(1);
        journal.begin(record(2), record(3));
        journal.close();
        Path file = Segment.in(directory, 2).path();
        String damaged = Files.readString(file).replace("\"v\"", "\"x\"");
        Files.writeString(file, damaged);

        open(1);
        journal.begin(record(4));

        assertThat(file).hasContent(damaged);
        try (JournalReader reader = new JournalReader(directory, Position.START)) {
            assertThat(readAll(reader)).containsExactly(text(1), text(4));
            assertThat(reader.damaged()).isPositive();
        }
    }

    @Test
    void aSegmentThatHoldsNoWholeLineIsBegunAgain() throws IOException {
        open(0);
        journal.begin(record(1));
        journal.close();
        Files.writeString(Segment.in(directory, 2).path(), "{\"n\":\"00000");

        open(1);
        journal.begin(record(2));

        assertThat(read(Position.START)).containsExactly(text(1), text(2));
    }

    @ParameterizedTest
    @CsvSource({"FSYNC, true", "GROUP, true", "NONE, false"})
    void theDiskHasTheNamesOfSegmentsToo(Durability durability, boolean wanted) throws IOException {
        FullDisk disk = new FullDisk();
        journal = new Journal(directory, new JournalSettings(durability, 100, 4_096), disk);
        journal.resume(0);
        for (int i = 0; i < 5; i++) {
            journal.end(record(i));
        }
        int told = disk.told;
        journal.close();

        assertThat(told > 0).isEqualTo(durability == Durability.FSYNC);
        assertThat(disk.told > 0).isEqualTo(wanted);
    }

    @Test
    void saysThatWhatTheDiskMayLackIsAppended() throws IOException {
        FullDisk disk = new FullDisk();
        disk.loses = true;
        journal = new Journal(directory, new JournalSettings(Durability.FSYNC, 1_000, 4_096), disk);
        journal.resume(0);

        assertThatThrownBy(() -> journal.end(record(1)))
                .isInstanceOfSatisfying(
                        JournalException.class, e -> assertThat(e.isAppended()).isTrue());

        assertThat(read(Position.START)).containsExactly(text(1));
    }

    private void open(long last) throws IOException {
        journal = Journal.open(directory, SETTINGS);
        journal.resume(last);
    }

    private List<String> read(Position from) throws IOException {
        try (JournalReader reader = new JournalReader(directory, from)) {
            List<String> all = readAll(reader);
            assertThat(reader.damaged()).isZero();
            return all;
        }
    }

    private static List<String> readAll(JournalReader reader) throws IOException {
        List<String> all = new ArrayList<>();
        while (reader.next()) {
            all.add(new String(
                    reader.buffer(),
                    reader.recordFrom(),
                    reader.recordTo() - reader.recordFrom(),
                    StandardCharsets.UTF_8));
        }
        return all;
    }

    private static byte[] record(int value) {
        return text(value).getBytes(StandardCharsets.UTF_8);
    }

    private static String text(int value) {
        return "{\"v\":" + value + "}";
    }

    /** A disk that has room for some bytes, and for some more once the ballast is gone. */
    private static final class FullDisk implements Journal.Opener {

        private volatile long room = Long.MAX_VALUE;
        private volatile long afterBallast;
        private volatile boolean loses;
        private volatile int told;

        @Override
        public void syncNames(Path directory) throws IOException {
            SegmentFile.syncNames(directory);
            told++;
        }

        @Override
        public SegmentFile create(Path path) throws IOException {
            SegmentFile file = SegmentFile.create(path);
            return new SegmentFile() {
                @Override
                public void write(byte[] bytes) throws IOException {
                    if (room < bytes.length) {
                        file.write(java.util.Arrays.copyOf(bytes, (int) room));
                        room = afterBallast;
                        throw new IOException("No space left on device");
                    }
                    room -= bytes.length;
                    file.write(bytes);
                }

                @Override
                public void cut(long length) throws IOException {
                    file.cut(length);
                }

                @Override
                public void sync() throws IOException {
                    if (loses) {
                        throw new IOException("Input/output error");
                    }
                    file.sync();
                }

                @Override
                public void close() throws IOException {
                    file.close();
                }
            };
        }
    }
}

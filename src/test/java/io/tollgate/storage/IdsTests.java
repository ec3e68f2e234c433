package io.tollgate.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IdsTests {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void areUuidsOfVersionSevenWithTheTimeInFront() {
        UUID id = new Ids(InstantSource.fixed(NOON)).next();

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOON.toEpochMilli());
    }

    @Test
    void growWithinOneMillisecondAndPastItsCounter() {
        Ids ids = new Ids(InstantSource.fixed(NOON));

        List<UUID> made = Stream.generate(ids::next).limit(10_000).toList();

        assertThat(made).isSorted().doesNotHaveDuplicates();
        assertThat(made).allMatch(id -> id.version() == 7 && id.variant() == 2);
    }

    @Test
    void growWhenTheClockIsSetBack() {
        AtomicReference<Instant> now = new AtomicReference<>(NOON);
        Ids ids = new Ids(now::get);
        UUID before = ids.next();

        now.set(NOON.minusSeconds(3600));

        assertThat(ids.next()).isGreaterThan(before);
    }

    @Test
    void areUniqueAcrossThreadsAndProcesses() {
        Ids ids = new Ids(InstantSource.fixed(NOON));
        Ids otherProcess = new Ids(InstantSource.fixed(NOON));

        List<UUID> made = IntStream.range(0, 100_000)
                .parallel()
                .mapToObj(i -> i % 2 == 0 ? ids.next() : otherProcess.next())
                .toList();

        assertThat(made).doesNotHaveDuplicates();
    }
}

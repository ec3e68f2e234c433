package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.proxy.Capacity.Place;
import io.tollgate.proxy.HeapPressure.Reading;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class CapacityTests {

    private static final long MEGABYTE = 1024 * 1024;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Reading heap = new Reading(0, 1000);

    private Capacity capacity(int exchanges, DataSize bodies) {
        ProxySettings settings = new ProxySettings(
                DataSize.ofMegabytes(32),
                false,
                List.of(),
                true,
                exchanges,
                bodies,
                90,
                Duration.ofSeconds(30),
                Duration.ofSeconds(15),
                "ok");
        return new Capacity(settings, new HeapPressure(90, () -> heap, System::nanoTime), registry);
    }

    private double turnedAway(String shortage) {
        return registry.counter("tollgate.turned.away", "short_of", shortage).count();
    }

    @Test
    void hasSoManyPlaces() {
        Capacity capacity = capacity(2, DataSize.ofMegabytes(8));
        Place first = capacity.take(100, false);
        assertThat(first).isNotNull();
        assertThat(capacity.take(100, false)).isNotNull();
        assertThat(capacity.take(100, false)).isNull();
        first.close();
        assertThat(capacity.take(100, false)).isNotNull();
        assertThat(turnedAway("exchanges")).isEqualTo(1);
    }

    @Test
    void hasSoMuchMemoryForBodies() {
        Capacity capacity = capacity(-1, DataSize.ofMegabytes(3));
        Place large = capacity.take(30 * MEGABYTE, false); // most of it will lie in a file
        assertThat(large).isNotNull();
        assertThat(capacity.take(-1, false)).isNotNull();
        assertThat(capacity.take(MEGABYTE, false)).isNotNull();
        assertThat(capacity.take(MEGABYTE, false)).isNull();
        assertThat(capacity.take(MEGABYTE / 2, false)).isNotNull();
        assertThat(turnedAway("bodies")).isEqualTo(1);
        large.close();
        assertThat(capacity.take(MEGABYTE, false)).isNotNull();
    }

    @Test
    void countsAllOfWhatLiesInMemory() {
        Capacity capacity = capacity(-1, DataSize.ofMegabytes(64));
        Place large = capacity.take(40 * MEGABYTE, true);
        assertThat(large).isNotNull();
        assertThat(capacity.take(40 * MEGABYTE, true)).isNull();
        assertThat(capacity.take(40 * MEGABYTE, false)).isNotNull();
        large.close();
        assertThat(capacity.take(40 * MEGABYTE, true)).isNotNull();
    }

    @Test
    void aLoneBodyFitsIntoLittleMemory() {
        Capacity capacity = capacity(5, DataSize.ofKilobytes(64));
        Place place = capacity.take(MEGABYTE, false);
        assertThat(place).isNotNull();
        assertThat(capacity.take(10, false)).isNull();
    }

    @Test
    void turnsEverybodyAwayWhileTheHeapIsFull() {
        heap = new Reading(990, 1000);
        Capacity capacity = capacity(5, DataSize.ofMegabytes(8));
        assertThat(capacity.take(10, false)).isNull();
        assertThat(turnedAway("memory")).isEqualTo(1);
    }
}

package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.HeapPressure.Reading;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeapPressureTests {

    private long used;
    private Duration now = Duration.ofSeconds(-5);
    private final HeapPressure pressure = new HeapPressure(90, () -> new Reading(used, 1000), () -> now.toNanos());

    private boolean isHigh(long leftByLastCollection, long millisLater) {
        used = leftByLastCollection;
        now = now.plusMillis(millisLater);
        return pressure.isHigh();
    }

    @Test
    void isHighFromACollectionThatLeavesTooMuchToOneThatDoesNot() {
        assertThat(isHigh(899, 0)).isFalse();
        assertThat(isHigh(900, 200)).isTrue();
        assertThat(isHigh(950, 5_000)).isTrue();
        assertThat(isHigh(950, 9_000)).isTrue();
        assertThat(isHigh(100, 200)).isFalse();
    }

    @Test
    void ceasesWhenNothingIsCollectedAnyMore() {
        assertThat(isHigh(990, 0)).isTrue();
        assertThat(isHigh(990, 9_900)).isTrue();
        assertThat(isHigh(990, 200)).isFalse();
        assertThat(isHigh(991, 200)).isTrue();
    }

    @Test
    void looksNowAndThen() {
        assertThat(isHigh(0, 0)).isFalse();
        assertThat(isHigh(990, 50)).isFalse();
        assertThat(isHigh(990, 60)).isTrue();
    }

    @Test
    void thisJvmIsWatched() {
        assertThat(HeapPressure.ofThisJvm(0).isHigh()).isTrue();
        assertThat(HeapPressure.ofThisJvm(100).isHigh()).isFalse();
    }
}

package io.tollgate.usage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTests {

    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;

    private final Pace pace = new Pace(10, 0);

    @Test
    void takesAShareOfTheTimeWhileManyRecordsCome() {
        assertThat(pace.rest(20 * MILLI, true, 301, 0, SECOND)).isEqualTo(180 * MILLI);
        assertThat(pace.rest(20 * MILLI, true, 602, 0, 2 * SECOND)).isEqualTo(180 * MILLI);
        assertThat(pace.rest(50 * MILLI, false, 903, 0, 3 * SECOND)).isEqualTo(450 * MILLI);
    }

    @Test
    void doesNotRestWhileThereIsMoreAndFewCome() {
        assertThat(pace.rest(20 * MILLI, true, 299, 0, SECOND)).isZero();
        assertThat(pace.rest(20 * MILLI, true, 598, 0, 2 * SECOND)).isZero();
    }

    @Test
    void waitsForRecordsWhenThereAreNone() {
        assertThat(pace.rest(0, false, 0, 0, SECOND)).isEqualTo(200 * MILLI);
    }

    @Test
    void restsForLongAnswersAlthoughFewBegin() {
        for (int i = 0; i < 100; i++) {
            pace.begun();
        }
        assertThat(pace.rest(20 * MILLI, true, 0, 0, SECOND)).isEqualTo(180 * MILLI);

        pace.ended();
        assertThat(pace.rest(20 * MILLI, true, 0, 0, 2 * SECOND)).isZero();
    }

    @Test
    void restsForFiveSecondsAtMost() {
        assertThat(pace.rest(60 * SECOND, true, 1_000, 0, SECOND)).isEqualTo(5 * SECOND);
    }

    @Test
    void doesNotRestWhenVeryManyWait() {
        assertThat(pace.rest(20 * MILLI, true, 3_000_001, 0, SECOND)).isZero();
    }
}

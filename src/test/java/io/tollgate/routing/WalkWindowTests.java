package io.tollgate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who is asked when a request is too long for a context window. */
class WalkWindowTests extends WalkFixture {

    @Test
    void asksAnotherModelWhenARequestIsTooLong() throws Exception {
        fails("a1", TOO_LONG, TOO_LONG);

        assertThat(ask(stage("m", "a1", "b1"), stage("f", "c1"))).isEqualTo("f by c1");
        assertThat(calls).containsExactly("a1", "c1");
        assertThat(failure(stage("m", "a1", "b1"))).isEqualTo(TOO_LONG);
        assertThat(calls).containsExactly("a1");
    }

    @Test
    void asksNoSmallerContextWindowWhenARequestIsTooLong() throws Exception {
        windows.putAll(Map.of("a1", 8_000, "c1", 4_000, "d1", 8_000, "f1", 32_000, "g1", 16_000, "h1", 64_000));
        fails("a1", TOO_LONG, TOO_LONG, TOO_LONG);
        fails("e1", SERVER_ERROR, SERVER_ERROR, SERVER_ERROR);
        fails("f1", TOO_LONG);

        assertThat(ask(
                        stage("m", "a1"),
                        stage("c", "c1"),
                        stage("d", "d1"),
                        stage("e", "e1"),
                        stage("f", "f1"),
                        stage("g", "g1"),
                        stage("h", "h1")))
                .isEqualTo("h by h1");
        assertThat(calls).containsExactly("a1", "e1", "e1", "e1", "f1", "h1");
        assertThat(told).contains("c1 is too small", "d1 is too small", "g1 is too small");
        assertThat(failure(stage("m", "a1"), stage("c", "c1"), stage("d", "d1")))
                .isEqualTo(TOO_LONG);
        assertThat(calls).containsExactly("a1");
    }

    @Test
    void asksASmallerContextWindowWhenTheRequestIsNotTooLong() throws Exception {
        windows.putAll(Map.of("a1", 8_000, "c1", 4_000, "d1", 4_000));
        failsForever("a1", SERVER_ERROR);

        assertThat(ask(stage("m", "a1"), stage("c", "c1"))).isEqualTo("c by c1");
        fails("b1", TOO_LONG);
        assertThat(ask(stage("n", "b1"), stage("d", "d1"))).isEqualTo("d by d1");
    }

    @Test
    void waitsForNobodyWhoseContextWindowIsTooSmall() {
        windows.putAll(Map.of("a1", 4_000, "c1", 8_000, "d1", 8_000));
        candidate("a1").health().usedUp(Duration.ofSeconds(1));
        fails("c1", TOO_LONG);

        assertThat(failure(stage("m", "a1"), stage("c", "c1"), stage("d", "d1")))
                .isEqualTo(TOO_LONG);
        assertThat(calls).containsExactly("c1");
        assertThat(millis).containsExactly(0L);
    }
}

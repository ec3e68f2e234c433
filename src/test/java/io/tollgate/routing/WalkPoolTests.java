package io.tollgate.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.provider.ProviderFailure.Unauthorized;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How far a large pool is walked. */
class WalkPoolTests extends WalkFixture {

    @Test
    void asksFurtherCandidatesWhenAllAreAtTheirLimits() throws Exception {
        full.addAll(List.of("a1", "a2", "a3"));

        assertThat(ask(deep(stage("m", "a1", "a2"), stage("m"), stage("m", "a3", "a4")), stage("f", "c1")))
                .isEqualTo("m by a4");
        assertThat(told).containsExactly("a1 is at a limit", "a2 is at a limit", "a3 is at a limit", "a4 FIRST");
    }

    @Test
    void asksFurtherCandidatesWhenAllCredentialsAreOfNoUse() throws Exception {
        full.add("a1");
        fails("a2", new Unauthorized(401));
        fails("a3", limited(Duration.ofMinutes(1)));

        assertThat(ask(deep(stage("m", "a1", "a2"), stage("m", "a3", "a4")))).isEqualTo("m by a4");
        assertThat(calls).containsExactly("a2", "a3", "a4");
        assertThat(told).contains("a4 NEXT");
    }

    @Test
    void asksNoFurtherCandidatesOfWhatFailsOtherwise() throws Exception {
        full.add("a1");
        failsForever("a2", SERVER_ERROR);

        assertThat(ask(deep(stage("m", "a1", "a2"), stage("m", "a3")), stage("f", "c1")))
                .isEqualTo("f by c1");
        assertThat(calls).doesNotContain("a3");
    }

    @Test
    void asksAFurtherCandidateAgain() throws Exception {
        full.add("a1");
        fails("a2", SERVER_ERROR);

        assertThat(ask(deep(stage("m", "a1"), stage("m", "a2")))).isEqualTo("m by a2");
        assertThat(calls).containsExactly("a2", "a2");
    }

    @Test
    void countsAFurtherCandidateOfAFallbackModelAsOne() throws Exception {
        full.addAll(List.of("a1", "c1"));

        assertThat(ask(stage("m", "a1"), deep(stage("f", "c1"), stage("f", "c2"))))
                .isEqualTo("f by c2");
        assertThat(told).contains("c2 FALLBACK");
    }

    @Test
    void walksALargePoolOnlySoFar() {
        full.addAll(IntStream.range(1, 100).mapToObj(i -> "a" + i).toList());
        Route.Stage[] further =
                IntStream.range(2, 100).mapToObj(i -> stage("m", "a" + i)).toArray(Route.Stage[]::new);

        assertThatThrownBy(() -> ask(deep(stage("m", "a1"), further))).isInstanceOf(FullException.class);
        assertThat(told).hasSize(11);
    }
}

package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.Operation;
import io.tollgate.proxy.KeptAnswers.Name;
import io.tollgate.proxy.KeptAnswers.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class KeptAnswersTests {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final UUID SOMEBODY = new UUID(0, 1);
    private static final byte[] PRINT = {1};

    private final KeptAnswers answers = new KeptAnswers(
            new RepeatSettings(Duration.ofHours(1), 3, DataSize.ofKilobytes(10), DataSize.ofKilobytes(8)));

    private static Name name(String words) {
        return new Name(SOMEBODY, SOMEBODY, Operation.CHAT, words);
    }

    private static KeptAnswer answer(int length, Instant until) {
        return new KeptAnswer(PRINT, "req", 200, "application/json", Map.of(), new byte[length], until);
    }

    private void keep(String words, int length) {
        assertThat(find(words)).isEqualTo(new Standing.New());
        answers.free(name(words), answer(length, NOW.plusSeconds(3600)));
    }

    private Standing find(String words) {
        return answers.take(name(words), PRINT, NOW);
    }

    private boolean knows(String words) {
        return find(words) instanceof Standing.Answered;
    }

    @Test
    void isFreeAgainWithoutAnAnswer() {
        assertThat(find("a")).isEqualTo(new Standing.New());
        assertThat(find("a")).isEqualTo(new Standing.UnderWay());
        answers.free(name("a"), null);
        assertThat(find("a")).isEqualTo(new Standing.New());
    }

    @Test
    void forgetsInTime() {
        keep("a", 10);
        assertThat(answers.take(name("a"), PRINT, NOW.plusSeconds(3599))).isInstanceOf(Standing.Answered.class);
        assertThat(answers.take(name("a"), PRINT, NOW.plusSeconds(3600))).isEqualTo(new Standing.New());
        assertThat(answers.bytes()).isZero();
    }

    @Test
    void forgetsTheEldestWhenThereAreTooMany() {
        keep("a", 10);
        keep("b", 10);
        keep("c", 10);
        keep("d", 10);
        assertThat(knows("b") && knows("c") && knows("d")).isTrue();
        assertThat(find("a")).isEqualTo(new Standing.New());
    }

    @Test
    void forgetsTheEldestWhenTheyAreTooLarge() {
        keep("a", 4000);
        keep("b", 4000);
        keep("c", 4000);
        assertThat(knows("b") && knows("c")).isTrue();
        assertThat(answers.bytes()).isLessThanOrEqualTo(10 * 1024);
        assertThat(find("a")).isEqualTo(new Standing.New());
    }

    @Test
    void recordingsTakeTheRoomOfWhatIsKept() {
        keep("a", 4000);
        assertThat(answers.reserve(8000)).isTrue();
        assertThat(answers.reserve(8000)).isFalse();
        assertThat(find("a")).isEqualTo(new Standing.New());
        answers.giveBack(8000);
        assertThat(answers.bytes()).isZero();
    }
}

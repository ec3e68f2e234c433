package io.tollgate.proxy;

import static io.tollgate.proxy.Gateway.CHAT;
import static io.tollgate.proxy.Gateway.json;
import static io.tollgate.proxy.RetryingGateway.BACKUP;
import static io.tollgate.proxy.RetryingGateway.PRIMARY;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.Usage;
import io.tollgate.proxy.FakeProvider.Reply;
import io.tollgate.usage.UsageRecord;
import io.tollgate.usage.UsageRecord.Outcome;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams that have said all, and do not come to an end, or to a bad one: what they said is complete all the same. */
@RetryingGateway.Test
class EndlessStreamTests {

    private static final int WORDS = 20;

    private final Gateway gateway;

    EndlessStreamTests(Gateway gateway) {
        this.gateway = gateway;
    }

    static Stream<Named<Reply>> ends() {
        return Stream.of(
                Named.of("left open", Faults.streamLeftOpen(WORDS)),
                Named.of("broken", Faults.streamBrokenAtItsEnd(WORDS)));
    }

    private static String body(boolean stream) {
        return "{\"model\":\"hasty-main\",\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    }

    private void isComplete(Gateway.Reply reply) {
        UsageRecord row = gateway.record(reply);
        assertThat(row.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(row.attempts()).isOne();
        assertThat(row.usage().source()).isEqualTo(Usage.Source.PROVIDER);
        assertThat(row.usage().outputTokens()).isEqualTo(WORDS);
        assertThat(PRIMARY.received()).hasSize(1);
        assertThat(BACKUP.received()).isEmpty();
    }

    private static void isWhole(Gateway.Reply reply) {
        List<String> events = reply.events();
        assertThat(events).endsWith(Faults.DONE);
        assertThat(events.subList(0, WORDS)).allMatch(event -> event.contains("\"content\":\"w"));
        assertThat(reply.text()).doesNotContain("\"error\"");
    }

    @ParameterizedTest
    @MethodSource("ends")
    void isCompleteAsItComes(Reply reply) {
        PRIMARY.then(reply);

        Gateway.Reply answer = gateway.post(CHAT, body(true));

        isWhole(answer);
        isComplete(answer);
    }

    @ParameterizedTest
    @MethodSource("ends")
    void isCompleteInSafeMode(Reply reply) {
        PRIMARY.then(reply);

        Gateway.Reply answer = gateway.send(gateway.authorized(CHAT)
                .header("Content-Type", "application/json")
                .header("x-tollgate-stream-mode", "safe")
                .POST(BodyPublishers.ofString(body(true))));

        isWhole(answer);
        isComplete(answer);
    }

    @ParameterizedTest
    @MethodSource("ends")
    void isCompleteWhenItIsCollected(Reply reply) {
        PRIMARY.then(reply);

        Gateway.Reply answer = gateway.post(CHAT, body(false));

        assertThat(json(answer.text())
                        .path("choices")
                        .path(0)
                        .path("finish_reason")
                        .asString())
                .isEqualTo("stop");
        isComplete(answer);
    }

    @Test
    void endsItsConnection() throws InterruptedException {
        PRIMARY.then(Faults.streamLeftOpen(WORDS));

        isWhole(gateway.post(CHAT, body(true)));

        assertThat(PRIMARY.only().isClosedSoon()).isTrue();
    }
}

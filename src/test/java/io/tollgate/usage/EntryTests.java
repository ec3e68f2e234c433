package io.tollgate.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.Usage;
import io.tollgate.routing.Turn.Why;
import io.tollgate.usage.Entry.Attempt;
import io.tollgate.usage.Entry.AttemptEnd;
import io.tollgate.usage.Entry.End;
import io.tollgate.usage.Entry.Start;
import io.tollgate.usage.Trace.Cause;
import io.tollgate.usage.Trace.PassedOver;
import io.tollgate.usage.Trace.Seat;
import io.tollgate.usage.UsageRecord.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of the journal as they are written and read, those of older versions included. */
class EntryTests {

    private static final UUID ID = new UUID(1, 2);
    private static final Seat SEAT = new Seat(new UUID(-3, 4), new UUID(5, -6));

    private static Entry read(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return EntryReader.read(bytes, 0, bytes.length);
    }

    private static String written(Entry entry) {
        return new String(EntryWriter.bytes(entry), StandardCharsets.UTF_8);
    }

    private static Attempt attempt(int number, Why why, long waitedMicros) {
        return new Attempt(ID, number, 150, ID, ID, ID, "m", null, 100, 15_000L, why, waitedMicros);
    }

    private static End end(AttemptEnd attempt, String trace) {
        return new End(ID, Outcome.COMPLETED, 200, null, Usage.NONE, 0L, 1L, 2, null, List.of(attempt), trace);
    }

    @Test
    void whatIsWrittenIsRead() {
        String trace = new Trace(2, List.of(SEAT), List.of(new PassedOver(SEAT, Cause.COOLING, "TROUBLE", 7L))).text();
        for (Entry entry : List.of(
                attempt(1, Why.FIRST, 0),
                attempt(1, Why.FALLBACK, 0),
                attempt(2, Why.AGAIN, 20_000),
                end(new AttemptEnd(1, Outcome.COMPLETED, null, 5, 0L, 200, 3L), trace),
                end(new AttemptEnd(1, Outcome.UPSTREAM_ERROR, "x", 5, 0L, 503, null), null),
                end(new AttemptEnd(1, Outcome.TRUNCATED, "x", 5, 0L, 200, 3L), null))) {
            assertThat(read(written(entry))).isEqualTo(entry);
        }
    }

    @Test
    void aPlainExchangeIsWrittenAsShortAsBefore() {
        assertThat(written(attempt(1, Why.FIRST, 0))).doesNotContain("why", "waited");
        assertThat(written(end(new AttemptEnd(1, Outcome.COMPLETED, null, 5, 0L, 200, 3L), null)))
                .endsWith("{\"no\":1,\"outcome\":\"COMPLETED\",\"us\":5,\"cost_nano\":0,\"first_us\":3}]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "gpt-4o",
                "\"}\n{",
                "\\\\ \t\u0000\u001f\u007f",
                "\u6a21\u578b \u00e9 \ud83d\ude00",
                "\ud83d alone",
                "\u2028"
            })
    void anythingACallerSendsStaysOneLineOfAscii(String hostile) {
        Start start = new Start(
                UUID.randomUUID(),
                Instant.EPOCH.plusNanos(1_000),
                hostile,
                ID,
                null,
                "chat",
                hostile.repeat(99),
                true,
                7);

        assertThat(read(written(start))).isEqualTo(start);
        assertThat(written(start)).isASCII().doesNotContain("\n");
    }

    @Test
    void numbersAreWrittenWhole() {
        for (long number : new long[] {0, 9, 10, -1, 123_456_789, Long.MAX_VALUE, Long.MIN_VALUE}) {
            End end = new End(
                    ID, Outcome.COMPLETED, 200, null, Usage.NONE, number, number, number, null, List.of(), null);
            assertThat(read(written(end))).isEqualTo(end);
        }
    }

    @Test
    void recordsOfOlderVersionsAreRead() {
        String id = ID.toString();
        assertThat(read("{\"type\":\"attempt\",\"id\":\"" + id + "\",\"no\":2,\"after_us\":9}"))
                .isEqualTo(new Attempt(ID, 2, 9, null, null, null, null, null, 0, null, null, 0));
        assertThat(read("{\"type\":\"end\",\"id\":\"" + id + "\",\"outcome\":\"TRUNCATED\",\"status\":200,\"usage\":"
                        + "{\"unit\":\"TOKEN\",\"source\":\"NONE\"},\"total_us\":9,\"attempts\":"
                        + "[{\"no\":1,\"outcome\":\"TRUNCATED\",\"code\":\"x\",\"us\":5}]}"))
                .isInstanceOfSatisfying(End.class, end -> {
                    assertThat(end.trace()).isNull();
                    assertThat(end.attempts())
                            .containsExactly(new AttemptEnd(1, Outcome.TRUNCATED, "x", 5, null, null, null));
                });
    }

    @Test
    void theLongestTraceFitsItsColumn() {
        PassedOver left = new PassedOver(SEAT, Cause.QUARANTINED, "CREDENTIAL.REQUESTS_PER_MINUTE", Long.MIN_VALUE);
        Trace trace = new Trace(
                Integer.MAX_VALUE, Collections.nCopies(Trace.MOST, SEAT), Collections.nCopies(Trace.MOST, left));

        assertThat(trace.text()).hasSizeLessThan(4_000);
        assertThat(Trace.parse(trace.text())).isEqualTo(trace);
        assertThat(Trace.parse("{\"c\":[\"no seat\"]}")).isNull();
    }
}

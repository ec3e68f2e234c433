package io.tollgate.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.Usage;
import io.tollgate.usage.UsageRecord.Outcome;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ExchangeLogTests {

    private final ExchangeLog lines = new ExchangeLog();

    private static UsageRecord row(UUID id, String requestId, String model, @Nullable String code) {
        return new UsageRecord(
                id,
                Instant.EPOCH,
                requestId,
                null,
                null,
                "chat",
                model,
                null,
                null,
                null,
                502,
                Outcome.UPSTREAM_ERROR,
                code,
                true,
                2,
                Usage.ofTokens(10, 0, 20, 0),
                null,
                null,
                7_000L);
    }

    @Test
    void tellsWhoseRequestItWasAndWhatItsClientSpeaks(CapturedOutput output) {
        UUID id = UUID.randomUUID();

        lines.add(row(id, "req-77", "gpt", "upstream_error"), "anthropic", "nightly", "first");

        assertThat(output)
                .contains(id + " chat stream request=req-77 dialect=anthropic key=nightly model=gpt provider=first"
                        + " status=502 outcome=UPSTREAM_ERROR code=upstream_error attempts=2 tokens=10+20 ms=7");
    }

    @Test
    void nothingStartsALineOfItsOwn(CapturedOutput output) {
        String hostile = "a\n2026-01-01 ERROR forged\u2028b c\u001b[31m";
        UUID id = UUID.randomUUID();

        lines.add(row(id, hostile, hostile, hostile), hostile, hostile, hostile);

        assertThat(output.toString().lines().filter(line -> line.contains(id.toString())))
                .singleElement()
                .asString()
                .contains("request=a_2026-01-01_ERROR_forged_b_c_[31m", "ms=7")
                .doesNotContain("\u001b[31m dialect", "\u2028");
        assertThat(output).doesNotContain("2026-01-01 ERROR forged");
    }
}

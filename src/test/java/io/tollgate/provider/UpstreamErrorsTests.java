package io.tollgate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.provider.ProviderFailure.BadAnswer;
import io.tollgate.provider.ProviderFailure.OutOfCredit;
import io.tollgate.provider.ProviderFailure.RateLimited;
import io.tollgate.provider.ProviderFailure.Rejected;
import io.tollgate.provider.ProviderFailure.TooLong;
import io.tollgate.provider.ProviderFailure.Unauthorized;
import io.tollgate.provider.ProviderFailure.Unavailable;
import io.tollgate.vault.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamErrorsTests {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2030-01-01T00:00:00Z"));
    private static final UUID ID = new UUID(1, 2);

    private final UpstreamErrors errors = new UpstreamErrors(CLOCK);
    private final Target target = new Target(
            ID,
            "main",
            BaseUrl.parse("https://api.secret-host.example"),
            Profile.OPENAI,
            ID,
            Secret.of("short-key"),
            new DemoTransport(CLOCK));

    private ProviderFailure failure(int status, String body) {
        return errors.failure(status, body, name -> null, target);
    }

    @ParameterizedTest
    @CsvSource({
        "Wrong key short-key given, Wrong key *** given",
        "See https://api.secret-host.example/v1/x?y=1 for more, See *** for more",
        "Host api.secret-host.example is down, Host *** is down",
        "Bad key sk-abcdefgh12345678, Bad key ***",
        "Bad key sk-ant-api03-abcdefgh12345678, Bad key ***",
        "Bad key AIzaSyA1234567890abcdefghij, Bad key ***",
        "Bearer abcdefgh12345678, ***",
        "The key parameter is required, The key parameter is required",
        "A skateboarding bearer, A skateboarding bearer",
        "Connect to 10.1.2.3:8080 failed, Connect to *** failed",
        "max_tokens is too large: 999999, max_tokens is too large: 999999",
        "The model `gpt-4o-mini` does not exist, The model `gpt-4o-mini` does not exist"
    })
    void takesSecretsOutOfMessages(String said, String told) {
        assertThat(failure(400, "{\"error\":{\"message\":\"" + said + "\"}}")
                        .error()
                        .message())
                .isEqualTo(told);
    }

    @Test
    void understandsHowGeminiSaysIt() {
        ProviderFailure limited = failure(429, """
                {"error":{"code":429,"message":"Quota","status":"RESOURCE_EXHAUSTED",
                "details":[{"reason":"x"},{"retryDelay":"34.4s"}]}}""");
        ProviderFailure refused = failure(400, """
                {"error":{"code":400,"message":"API key not valid","status":"INVALID_ARGUMENT",
                "details":[{"reason":"API_KEY_INVALID"}]}}""");

        assertThat(limited.error().code()).isEqualTo("RESOURCE_EXHAUSTED");
        assertThat(limited.retryAfter()).hasMillis(34_400);
        assertThat(refused).isInstanceOf(ProviderFailure.Unauthorized.class);
    }

    @Test
    void boundsAndFlattensMessages() {
        String message = failure(400, "{\"error\":{\"message\":\"a\\r\\nb\\u001b[31m" + "x y ".repeat(1000) + "\"}}")
                .error()
                .message();

        assertThat(message).startsWith("a b [31mx y").hasSize(1000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "\"text\"",
                "<html>sk-abcdefgh12345678</html>",
                "{",
                "{}",
                "{\"error\":null}",
                "{\"error\":[]}",
                "{\"error\":{\"message\":7}}",
                "{\"error\":{\"message\":{\"x\":1}}}",
                "{\"detail\":\"x\"}",
                "{\"error\":{\"code\":{\"a\":1},\"type\":[],\"param\":7}}"
            })
    void speaksForItselfWhereTheProviderSaysNothing(String body) {
        for (int status : new int[] {400, 404, 418, 429, 499, 500, 503, 599, 600, 999}) {
            ProviderFailure failure = failure(status, body);

            assertThat(failure.error().message())
                    .isNotBlank()
                    .doesNotContain("sk-")
                    .doesNotContain("<");
            assertThat(failure.error().code()).matches("[a-z_]+");
            assertThat(failure.error().status()).isBetween(400, 599);
        }
    }

    @Test
    void takesAnErrorThatIsATextForItsMessage() {
        assertThat(failure(404, "{\"error\":\"model not loaded\"}").error().message())
                .isEqualTo("model not loaded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<script>", "a b", "a\\r\\nb", "short-key!", ""})
    void takesOnlyPlainCodes(String code) {
        assertThat(failure(400, "{\"error\":{\"message\":\"x\",\"code\":\"" + code + "\"}}")
                        .error()
                        .code())
                .isEqualTo("upstream_rejected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"short-key", "x.short-key.y", "sk-abcdefgh12345678", "api.secret-host.example", "10.1.2.3"})
    void takesNoSecretForACode(String secret) {
        String body = "{\"error\":{\"message\":\"x\",\"code\":\"%1$s\",\"type\":\"%1$s\",\"param\":\"%1$s\"}}"
                .formatted(secret);

        for (int status : new int[] {400, 429, 500}) {
            assertThat(failure(status, body).error().toString()).doesNotContain(secret);
        }
        assertThat(errors.inStream(body, target).toString()).doesNotContain(secret);
    }

    @Test
    void keepsLongCodes() {
        String code = "unsupported_country_region_territory";
        assertThat(failure(404, "{\"error\":{\"message\":\"" + code + "\",\"code\":\"" + code + "\"}}")
                        .error())
                .satisfies(error -> {
                    assertThat(error.code()).isEqualTo(code);
                    assertThat(error.message()).isEqualTo(code);
                });
    }

    @Test
    void tellsKindsOfFailureApart() {
        assertThat(failure(301, "")).isInstanceOf(BadAnswer.class);
        assertThat(failure(400, "")).isInstanceOf(Rejected.class);
        assertThat(failure(401, "")).isInstanceOf(Unauthorized.class);
        assertThat(failure(403, "")).isInstanceOf(Unauthorized.class);
        assertThat(failure(404, "")).isInstanceOf(Rejected.class);
        assertThat(failure(429, "")).isInstanceOf(RateLimited.class);
        assertThat(failure(500, "")).isInstanceOf(Unavailable.class);
        assertThat(failure(529, "")).isInstanceOf(Unavailable.class);
    }

    @Test
    void tellsKindsOfFailureApartInAStreamToo() {
        assertThat(inStream("\"code\":\"throttlingException\"")).isInstanceOf(RateLimited.class);
        assertThat(inStream("\"type\":\"rate_limit_error\"")).isInstanceOf(RateLimited.class);
        assertThat(inStream("\"code\":429")).isInstanceOf(RateLimited.class);
        assertThat(inStream("\"code\":\"context_length_exceeded\"")).isInstanceOf(TooLong.class);
        assertThat(inStream("\"code\":\"content_filter\"")).isInstanceOf(Rejected.class);
        assertThat(inStream("\"code\":\"insufficient_quota\"")).isInstanceOf(OutOfCredit.class);
        assertThat(inStream("\"code\":\"invalid_api_key\"")).isInstanceOf(Unavailable.class);
        assertThat(inStream("\"type\":\"overloaded_error\"")).isInstanceOf(Unavailable.class);
    }

    private ProviderFailure inStream(String member) {
        return errors.failureInStream("{\"error\":{" + member + ",\"message\":\"Something\"}}", target);
    }

    @Test
    void theProxysRefusalIsNotTheCallersFault() {
        assertThat(failure(407, "")).isInstanceOf(ProviderFailure.Unreachable.class);
    }

    @ParameterizedTest
    @CsvSource({
        "7, 7",
        "0, ",
        "' 30 ', 30",
        "3600, 3600",
        "'Tue, 01 Jan 2030 00:00:10 GMT', 10",
        "3601, ",
        "'Mon, 31 Dec 2029 00:00:00 GMT', ",
        "99999999999, ",
        "-1, ",
        "soon, "
    })
    void believesOnlyASaneWait(String header, Long seconds) {
        Duration wait = errors.failure(429, "{}", name -> name.equals("Retry-After") ? header : null, target)
                .retryAfter();

        assertThat(wait).isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
    }
}

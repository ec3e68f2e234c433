package io.tollgate.provider;

import io.tollgate.chat.GatewayError;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Turns a provider's error into what the caller is told: the reason kept, keys and addresses taken out. */
final class UpstreamErrors {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Pattern KEY = Pattern.compile("(?i)\\b(sk|pk|rk|key|tg|gsk|xai)[-_][A-Za-z0-9*._-]{8,}"
            + "|\\bAIza[A-Za-z0-9*._-]{8,}|\\bBearer +[^\\s\"']{8,}|\\b(?=[A-Za-z_-]*\\d)[A-Za-z0-9_-]{32,}\\b");
    private static final Pattern ADDRESS =
            Pattern.compile("(?i)\\bhttps?://[^\\s\"'<>)]+|\\b\\d{1,3}(\\.\\d{1,3}){3}(:\\d+)?\\b");
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final Pattern PARAM = Pattern.compile("[A-Za-z0-9_.\\[\\]-]{1,128}");
    private static final Pattern DELAY = Pattern.compile("(\\d{1,6})(\\.\\d+)?s");
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final int MAX_MESSAGE = 1000;

    private final InstantSource clock;

    UpstreamErrors(InstantSource clock) {
        this.clock = clock;
    }

    /** Classifies an answer that is not 2xx. */
    ProviderFailure failure(int status, String body, @Nullable String retryAfter, Target target) {
        if (status == 401 || status == 403) {
            return new ProviderFailure.Unauthorized(status);
        }
        if (status < 400) {
            return new ProviderFailure.BadAnswer("upstream_redirect", "The provider answered with a redirect.");
        }
        JsonNode error = error(body);
        if (status == 400 && body.contains("\"API_KEY_INVALID\"")) {
            return new ProviderFailure.Unauthorized(status); // as Gemini says it
        }
        String message = clean(error.path("message").asString(""), target);
        if (status == 429) {
            return new ProviderFailure.RateLimited(new GatewayError(
                            429,
                            text(error, "type", CODE, target, "requests"),
                            text(error, "code", CODE, target, "rate_limit_exceeded"),
                            message.isEmpty() ? "The provider is limiting requests." : message,
                            null,
                            null)
                    .retryAfter(wait(retryAfter == null ? retryDelay(error) : retryAfter)));
        }
        if (status >= 500) {
            return new ProviderFailure.Unavailable(new GatewayError(
                            status > 599 ? 502 : status,
                            "server_error",
                            text(error, "code", CODE, target, "upstream_error"),
                            message.isEmpty() ? "The provider has a problem of its own." : message,
                            null,
                            null)
                    .retryAfter(wait(retryAfter)));
        }
        return new ProviderFailure.Rejected(new GatewayError(
                status,
                text(error, "type", CODE, target, "invalid_request_error"),
                text(error, "code", CODE, target, "upstream_rejected"),
                message.isEmpty() ? "The provider does not accept this request." : message,
                error.path("param").isString() ? text(error, "param", PARAM, target, "") : null,
                null));
    }

    /** The error inside an event of a stream, as the caller may see it. */
    GatewayError inStream(String event, Target target) {
        JsonNode error = error(event);
        String message = clean(error.path("message").asString(""), target);
        return GatewayError.server(
                502,
                text(error, "code", CODE, target, "upstream_error"),
                message.isEmpty() ? "The provider failed in the middle of its answer." : message);
    }

    private static JsonNode error(String body) {
        try {
            JsonNode tree = MAPPER.readTree(body);
            JsonNode error = tree.path("error");
            return error.isObject()
                    ? error
                    : error.isString() ? MAPPER.createObjectNode().set("message", error) : tree;
        } catch (JacksonException e) {
            return MAPPER.createObjectNode();
        }
    }

    private static String text(JsonNode error, String name, Pattern allowed, Target target, String otherwise) {
        JsonNode said = name.equals("code") && error.path(name).isNumber() ? error.path("status") : error.path(name);
        String value = said.asString("");
        boolean good = allowed.matcher(value).matches() && clean(value, target).equals(value);
        return good ? value : otherwise;
    }

    private static String clean(String message, Target target) {
        String clean = message.replace(target.secret().reveal(), "***")
                .replace(target.baseUrl().host(), "***");
        clean = ADDRESS.matcher(clean).replaceAll("***");
        clean = KEY.matcher(clean).replaceAll(match -> Matcher.quoteReplacement("***"));
        clean = clean.replaceAll("\\p{Cntrl}+", " ").strip();
        return clean.length() > MAX_MESSAGE ? clean.substring(0, MAX_MESSAGE) : clean;
    }

    /** Gemini says in the error itself when to come again, e.g. {@code 34.07s}. */
    private static @Nullable String retryDelay(JsonNode error) {
        for (JsonNode detail : error.path("details")) {
            Matcher delay = DELAY.matcher(detail.path("retryDelay").asString(""));
            if (delay.matches()) {
                return Long.toString(Long.parseLong(delay.group(1)) + (delay.group(2) == null ? 0 : 1));
            }
        }
        return null;
    }

    /** Reads {@code Retry-After}, in seconds or as a date; absent when it makes no sense. */
    private @Nullable Duration wait(@Nullable String retryAfter) {
        if (retryAfter == null) {
            return null;
        }
        Duration wait = retryAfter.strip().matches("\\d{1,9}")
                ? Duration.ofSeconds(Long.parseLong(retryAfter.strip()))
                : untilDate(retryAfter.strip());
        return wait == null || wait.isNegative() || wait.compareTo(LONGEST_WAIT) > 0 ? null : wait;
    }

    private @Nullable Duration untilDate(String date) {
        try {
            Instant at = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Duration.between(clock.instant(), at);
        } catch (DateTimeException e) {
            return null;
        }
    }
}

package io.tollgate.provider;

import io.tollgate.chat.GatewayError;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
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
    private static final Pattern MODEL = Pattern.compile("(?i)\\bmodel\\b");
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final int MAX_MESSAGE = 1000;
    /** Of a message: what is looked through for keys and addresses, of which some may be left out of what is shown. */
    private static final int LONGEST_READ = 4 * MAX_MESSAGE;

    /** What providers call too many requests, in the middle of an answer. */
    private static final Set<String> LIMITED =
            Set.of("rate_limit_error", "rate_limit_exceeded", "throttlingexception", "too_many_requests");

    private static final GatewayError DENIED = GatewayError.server(
            502,
            "upstream_model_denied",
            "The provider's account has no access to this model: tell the gateway's administrator.");

    private final WaitHints hints;

    UpstreamErrors(InstantSource clock) {
        this.hints = new WaitHints(clock);
    }

    /** How long nothing is left of one of the provider's limits, by the headers of an answer; absent when there is. */
    @Nullable
    Duration usedUp(Function<String, @Nullable String> headers) {
        return hints.afterAnswer(headers);
    }

    /**
     * Classifies an answer that is not 2xx.
     *
     * @param headers the answer's headers, by name
     */
    ProviderFailure failure(int status, String body, Function<String, @Nullable String> headers, Target target) {
        JsonNode error = error(body);
        String message = clean(error.path("message").asString(""), target);
        if (isBedrock(target)) {
            ProviderFailure failure = bedrock(status, message);
            if (failure != null) {
                return failure;
            }
        }
        if (status < 400) {
            return new ProviderFailure.BadAnswer("upstream_redirect", "The provider answered with a redirect.");
        }
        String code = text(error, "code", CODE, target, "");
        return switch (FailureSign.of(status, code, text(error, "type", CODE, target, ""), message, body)) {
            case CREDENTIAL -> new ProviderFailure.Unauthorized(status);
            case CREDIT -> new ProviderFailure.OutOfCredit(wait(error, headers, false));
            case LENGTH -> new ProviderFailure.TooLong(rejected(status, error, message, target));
            case CONTENT -> new ProviderFailure.Rejected(rejected(status, error, message, target));
            case MODEL -> new ProviderFailure.ModelMissing(missing(status, error, message, target));
            case OTHER -> byStatus(status, error, message, wait(error, headers, status == 429), target);
        };
    }

    private static ProviderFailure byStatus(
            int status, JsonNode error, String message, @Nullable Duration wait, Target target) {
        return switch (status) {
            case 429 ->
                new ProviderFailure.RateLimited(limited(error, message, target).retryAfter(wait));
            case 403 -> unavailable(502, "upstream_error", "", "The provider's answer is not what was asked for.");
            case 407 ->
                new ProviderFailure.Unreachable("upstream_proxy_refused", "The outbound proxy refuses the call.");
            case 408 -> unavailable(504, "upstream_timeout", message, "The provider did not answer in time.");
            default ->
                status >= 500
                        ? new ProviderFailure.Unavailable(
                                failing(status, error, message, target).retryAfter(wait))
                        : new ProviderFailure.Rejected(rejected(status, error, message, target));
        };
    }

    private static GatewayError limited(JsonNode error, String message, Target target) {
        return new GatewayError(
                429,
                text(error, "type", CODE, target, "requests"),
                text(error, "code", CODE, target, "rate_limit_exceeded"),
                message.isEmpty() ? "The provider is limiting requests." : message,
                null,
                null);
    }

    private static GatewayError failing(int status, JsonNode error, String message, Target target) {
        return GatewayError.server(
                status > 599 ? 502 : status,
                text(error, "code", CODE, target, "upstream_error"),
                message.isEmpty() ? "The provider has a problem of its own." : message);
    }

    private static GatewayError rejected(int status, JsonNode error, String message, Target target) {
        return new GatewayError(
                status,
                text(error, "type", CODE, target, "invalid_request_error"),
                text(error, "code", CODE, target, "upstream_rejected"),
                message.isEmpty() ? "The provider does not accept this request." : message,
                error.path("param").isString() ? text(error, "param", PARAM, target, "") : null,
                null);
    }

    /** A refusal of our credential is not the caller's. */
    private static GatewayError missing(int status, JsonNode error, String message, Target target) {
        return status == 404 ? rejected(status, error, message, target) : DENIED;
    }

    private @Nullable Duration wait(JsonNode error, Function<String, @Nullable String> headers, boolean limited) {
        Duration said = hints.afterRefusal(headers, limited);
        return said == null ? retryDelay(error) : said;
    }

    private static boolean isBedrock(Target target) {
        return target.profile().dialect().name().equals("bedrock");
    }

    /**
     * What statuses mean with Bedrock only: a model out of time (408), a model with trouble of its own (424), an
     * account without access to one model (403, and its message speaks of the model). Others may serve it.
     */
    private static @Nullable ProviderFailure bedrock(int status, String message) {
        return switch (status) {
            case 408 -> unavailable(504, "upstream_timeout", message, "The model did not answer in time.");
            case 424 -> unavailable(502, "upstream_error", message, "The model has a problem of its own.");
            case 403 -> MODEL.matcher(message).find() ? new ProviderFailure.ModelMissing(DENIED) : null;
            default -> null;
        };
    }

    private static ProviderFailure unavailable(int status, String code, String said, String otherwise) {
        return new ProviderFailure.Unavailable(GatewayError.server(status, code, said.isEmpty() ? otherwise : said));
    }

    /**
     * Classifies an error that comes with status 200. Its words alone take no credential out of service but one that
     * has no credit left.
     */
    ProviderFailure failureInStream(String event, Target target) {
        JsonNode error = error(event);
        GatewayError shown = inStream(event, target);
        String code = text(error, "code", CODE, target, "");
        String type = text(error, "type", CODE, target, "");
        boolean limited = error.path("code").asInt(0) == 429
                || LIMITED.contains(code.toLowerCase(Locale.ROOT))
                || LIMITED.contains(type);
        if (limited) {
            return new ProviderFailure.RateLimited(limited(error, shown.message(), target));
        }
        return switch (FailureSign.of(400, code, type, shown.message(), "")) {
            case CREDIT -> new ProviderFailure.OutOfCredit(null);
            case LENGTH -> new ProviderFailure.TooLong(rejected(400, error, shown.message(), target));
            case CONTENT -> new ProviderFailure.Rejected(rejected(400, error, shown.message(), target));
            case MODEL, CREDENTIAL, OTHER -> new ProviderFailure.Unavailable(shown);
        };
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
            JsonNode error = tree.has("error")
                    ? tree.path("error")
                    : tree.path("response").path("error");
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
        clean = clean.length() > LONGEST_READ ? clean.substring(0, LONGEST_READ) : clean;
        clean = ADDRESS.matcher(clean).replaceAll("***");
        clean = KEY.matcher(clean).replaceAll(match -> Matcher.quoteReplacement("***"));
        clean = clean.replaceAll("\\p{Cntrl}+", " ").strip();
        return clean.length() > MAX_MESSAGE ? clean.substring(0, MAX_MESSAGE) : clean;
    }

    /** Gemini says in the error itself when to come again, e.g. {@code 34.07s}. */
    private static @Nullable Duration retryDelay(JsonNode error) {
        for (JsonNode detail : error.path("details")) {
            Duration wait = WaitHints.stretch(detail.path("retryDelay").asString(""));
            if (wait != null && wait.compareTo(LONGEST_WAIT) <= 0) {
                return wait;
            }
        }
        return null;
    }
}

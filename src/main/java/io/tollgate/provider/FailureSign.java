package io.tollgate.provider;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a provider's refusal is about, as far as its words show it: vendors use the same status for different things.
 */
enum FailureSign {
    /** The provider's account has no money left. */
    CREDIT,
    /** Request and answer are longer together than the model can take. */
    LENGTH,
    /** What the caller wrote is against the provider's rules. */
    CONTENT,
    /** The provider does not have the model, or not for this credential. */
    MODEL,
    /** The credential is no good. */
    CREDENTIAL,
    /** Nothing that its words show. */
    OTHER;

    private static final Set<String> CREDIT_CODES = Set.of(
            "insufficient_quota",
            "insufficient_balance",
            "insufficient_credits",
            "insufficient_user_quota",
            "billing_hard_limit_reached",
            "billing_not_active",
            "billing_error",
            "payment_required",
            "exceeded_current_quota_error",
            "arrearage",
            "accountoverdueerror",
            "1113");
    /** At the very beginning: what follows may be the caller's own words, which must take no key out of service. */
    private static final Pattern CREDIT_WORDS =
            Pattern.compile("(?i)^(your )?(credit balance is too low|insufficient (account )?(balance|credits|funds)"
                    + "|(you have |you are )?(out of|no( remaining)?|used all( available)?) credits"
                    + "|(您的?)?(账户|账号|帐户)?(余额不足|已?欠费))");

    private static final Set<String> LENGTH_CODES =
            Set.of("context_length_exceeded", "model_context_window_exceeded", "exceed_context_size_error");
    private static final Pattern LENGTH_WORDS = Pattern.compile("(?i)maximum (context|prompt) length"
            + "|prompt is too long|input is too long|exceeds? (the )?(available )?context (limit|length|size|window)"
            + "|input token count .{0,40}exceeds|range of input length should be|exceeded model token limit");

    private static final Pattern CONTENT_CODES =
            Pattern.compile("(?i)content_filter|content_?policy_?violation|responsibleaipolicyviolation"
                    + "|moderation_blocked|data_?inspection_?failed|sensitive_words_detected");
    private static final Pattern CONTENT_WORDS =
            Pattern.compile("(?i)content (management )?policy|usage guidelines|requires moderation|was flagged");

    private static final Set<String> MODEL_CODES =
            Set.of("model_not_found", "deploymentnotfound", "modelnotfound", "model_not_available", "invalid_model");
    private static final Pattern MODEL_WORDS =
            Pattern.compile("(?i)\\bmodel\\b.{0,200}(does not exist|not found|not have access|no access|access denied)"
                    + "|access to (the |this )?model|^models?[:/]");

    private static final String CREDENTIAL_REASON = "\"API_KEY_INVALID\"";

    /** What a refusal is about. */
    static FailureSign of(int status, String code, String type, String message, String body) {
        String lowCode = code.toLowerCase(Locale.ROOT);
        String lowType = type.toLowerCase(Locale.ROOT);
        if (CONTENT_CODES.matcher(code).matches() || CONTENT_CODES.matcher(type).matches()) {
            return CONTENT;
        }
        if (status == 402
                || CREDIT_CODES.contains(lowCode)
                || CREDIT_CODES.contains(lowType)
                || CREDIT_WORDS.matcher(message).find()) {
            return CREDIT;
        }
        return switch (status) {
            case 400, 413, 422 -> ofWrong(lowCode, message, body);
            case 401 -> CREDENTIAL;
            case 403 -> ofForbidden(lowCode, message, body);
            case 404 -> isModel(lowCode, message) ? MODEL : OTHER;
            default -> OTHER;
        };
    }

    private static FailureSign ofWrong(String code, String message, String body) {
        if (LENGTH_CODES.contains(code) || LENGTH_WORDS.matcher(message).find()) {
            return LENGTH;
        }
        return body.contains(CREDENTIAL_REASON) ? CREDENTIAL : OTHER;
    }

    /** A caller's words must not take a key out of service, nor may a page that stands in front of the provider. */
    private static FailureSign ofForbidden(String code, String message, String body) {
        if (isModel(code, message)) {
            return MODEL;
        }
        if (CONTENT_WORDS.matcher(message).find()) {
            return CONTENT;
        }
        return body.stripLeading().startsWith("<") ? OTHER : CREDENTIAL;
    }

    private static boolean isModel(String code, String message) {
        return MODEL_CODES.contains(code) || MODEL_WORDS.matcher(message).find();
    }
}

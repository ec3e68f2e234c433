package io.tollgate.proxy;

import io.tollgate.chat.GatewayError;
import io.tollgate.limit.Denial;
import io.tollgate.limit.Limit;
import io.tollgate.limit.Scope;
import java.math.BigDecimal;
import java.time.Duration;

/** What callers are told when a limit or a budget does not allow a request. */
final class LimitErrors {

    private static final int NANO = 9;
    private static final String LESS = " A lower 'max_tokens' reserves less.";

    private LimitErrors() {}

    static GatewayError of(Denial denial) {
        String code = denial.isSpent() ? "insufficient_quota" : "rate_limit_exceeded";
        Duration wait = denial.isSpent() ? null : denial.retryAfter();
        return ProxyErrors.limit(code, message(denial)).retryAfter(wait);
    }

    private static String message(Denial denial) {
        String whose = denial.scope() == Scope.TEAM ? "Your team" : "Your key";
        return switch (denial.limit()) {
            case REQUESTS_PER_MINUTE -> whose + " may make " + denial.allowed() + " requests a minute.";
            case REQUESTS_PER_DAY -> whose + " may make " + denial.allowed() + " requests a day.";
            case TOKENS_PER_MINUTE -> whose + " may use " + denial.allowed() + " tokens a minute" + tooMany(denial);
            case CONCURRENCY -> whose + " may have " + denial.allowed() + " requests under way at one time.";
            case BUDGET ->
                budget(whose, denial)
                        + "what is left is not enough for this request. What is reserved for requests under"
                        + " way counts, too." + LESS;
            case BUDGET_RESERVED -> budget(whose, denial) + "requests under way have reserved what is left." + LESS;
        };
    }

    private static String budget(String whose, Denial denial) {
        return whose + " has a budget of " + dollars(denial.allowed()) + ": ";
    }

    private static String tooMany(Denial denial) {
        return denial.limit() == Limit.TOKENS_PER_MINUTE && denial.retryAfter() == null
                ? ", and the request alone may need more: ask for fewer."
                : ".";
    }

    private static String dollars(long nano) {
        return "$" + BigDecimal.valueOf(nano, NANO).stripTrailingZeros().toPlainString();
    }
}

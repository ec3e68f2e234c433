package io.tollgate.routing;

import io.tollgate.chat.GatewayError;
import io.tollgate.provider.ProviderException;
import io.tollgate.provider.ProviderFailure;
import io.tollgate.provider.ProviderFailure.RateLimited;
import io.tollgate.provider.ProviderFailure.Resting;
import io.tollgate.provider.ProviderFailure.Unavailable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a request ends with that nobody answers. */
final class Ending {

    private Ending() {}

    /** The last failure, with when to ask again where that makes sense; or why nobody was asked. */
    static ProviderException of(Route route, @Nullable ProviderException failed, long now) {
        Condition soonest = soonest(route, now);
        if (failed == null) {
            return new ProviderException(resting(soonest, now));
        }
        ProviderFailure failure = failed.failure();
        long wait = Tries.resting(soonest, now);
        return isTemporary(failure) && failure.retryAfter() == null && wait < Tries.NEVER
                ? new ProviderException(failure.retryAfter(Tries.bounded(wait)), failed)
                : failed;
    }

    private static Condition soonest(Route route, long now) {
        Condition soonest = new Condition.Quarantined(Reason.UNAUTHORIZED);
        for (Candidate candidate : route.candidates()) {
            Condition condition = candidate.health().condition(now);
            if (Tries.resting(condition, now) < Tries.resting(soonest, now)) {
                soonest = condition;
            }
        }
        return soonest;
    }

    private static boolean isTemporary(ProviderFailure failure) {
        int status = failure.error().status();
        return failure instanceof RateLimited || failure instanceof Unavailable && (status == 503 || status == 529);
    }

    private static ProviderFailure resting(Condition soonest, long now) {
        Duration wait = Tries.bounded(Tries.resting(soonest, now));
        return switch (soonest) {
            case Condition.Healthy _ -> failing(wait);
            case Condition.Probing _ -> failing(wait);
            case Condition.Quarantined _ -> new ProviderFailure.Unauthorized(401);
            case Condition.Cooling cooling ->
                switch (cooling.reason()) {
                    case UNAUTHORIZED -> new ProviderFailure.Unauthorized(401);
                    case OUT_OF_CREDIT -> new ProviderFailure.OutOfCredit(null);
                    case RATE_LIMITED, USED_UP -> limited(Duration.ofNanos(Tries.resting(soonest, now)));
                    case TROUBLE -> failing(wait);
                };
        };
    }

    private static ProviderFailure limited(Duration wait) {
        return new Resting(new GatewayError(
                429, "requests", "rate_limit_exceeded", "The provider is limiting requests.", null, wait));
    }

    private static ProviderFailure failing(Duration wait) {
        return new Resting(
                GatewayError.server(503, "upstream_unavailable", "Those who serve this model fail at present.")
                        .retryAfter(wait));
    }
}

package io.tollgate.routing;

import io.tollgate.limit.Limits;
import io.tollgate.limit.Quota;
import io.tollgate.limit.Reading;
import io.tollgate.limit.Scope;
import io.tollgate.pricing.Tariff;
import io.tollgate.provider.Target;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One way to get an answer: a deployment with one credential of its provider.
 *
 * @param providerModel the provider's name for the model
 * @param streamOnly whether the upstream answers only as a stream
 * @param contextWindow tokens that it takes, request and answer together; absent when not known
 * @param tariff what it may cost here
 * @param quota what the deployment, its provider and the credential may use
 * @param health how it has been doing
 */
public record Candidate(
        UUID deploymentId,
        Target target,
        String providerModel,
        boolean streamOnly,
        @Nullable Integer contextWindow,
        Tariff tariff,
        Quota quota,
        Health health) {

    /** The same under another of the provider's names for models. */
    Candidate named(String name, Tariff price) {
        return new Candidate(deploymentId, target, name, streamOnly, contextWindow, price, quota, health);
    }

    /** Whether its credential is at one of its own limits now, whatever a request needs. */
    boolean isFull() {
        Quota.Use use = quota.use(Scope.CREDENTIAL);
        if (use == null) {
            return false;
        }
        Limits limits = use.limits();
        Reading used = use.reading();
        return isReached(limits.rpm(), used.minuteRequests())
                || isReached(limits.tpm(), used.minuteTokens())
                || isReached(limits.rpd(), used.dayRequests())
                || isReached(limits.concurrency(), used.running());
    }

    private static boolean isReached(@Nullable Long limit, long used) {
        return limit != null && used >= limit;
    }
}

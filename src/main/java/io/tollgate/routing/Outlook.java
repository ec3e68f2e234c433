package io.tollgate.routing;

import io.tollgate.provider.Target;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a credential is, over all that it is used for.
 *
 * @param best where it does best
 * @param worst where it does worst
 * @param tried whether it was ever used in this process
 */
public record Outlook(
        UUID providerId, String providerName, UUID credentialId, Condition best, Condition worst, boolean tried) {

    static Outlook of(Target target, Condition condition, boolean tried) {
        return new Outlook(
                target.providerId(), target.providerName(), target.credentialId(), condition, condition, tried);
    }

    Outlook and(Outlook other) {
        return new Outlook(
                providerId,
                providerName,
                credentialId,
                best.worse(other.best) == best ? other.best : best,
                worst.worse(other.worst),
                tried || other.tried);
    }

    /** Whether nothing that it is used for succeeds. */
    public boolean isFailing() {
        Reason why = best.why();
        return why != null
                && switch (why) {
                    case UNAUTHORIZED, OUT_OF_CREDIT, TROUBLE -> true;
                    case RATE_LIMITED, USED_UP -> false;
                };
    }

    /** Why it is of no use at all, whatever it is used for; absent when it may be. */
    public @Nullable Reason lost() {
        Reason why = worst.why();
        return why == Reason.UNAUTHORIZED || why == Reason.OUT_OF_CREDIT ? why : null;
    }
}

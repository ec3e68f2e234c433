package io.tollgate.console;

import io.tollgate.routing.Condition;

/** How a credential is at present, the best first. */
enum CredentialState {
    HEALTHY,
    /** It was left alone for long enough: the next call decides. */
    PROBING,
    /** It is left alone for a while. */
    COOLING,
    /** It is left alone until somebody brings it back. */
    QUARANTINED,
    /** Somebody switched it off. */
    DISABLED;

    static CredentialState of(Condition condition) {
        return switch (condition) {
            case Condition.Healthy _ -> HEALTHY;
            case Condition.Probing _ -> PROBING;
            case Condition.Cooling _ -> COOLING;
            case Condition.Quarantined _ -> QUARANTINED;
        };
    }
}

package io.tollgate.limit;

/**
 * What a limit is on. The order is the one in which counters are locked, so that no two requests wait for each other.
 */
public enum Scope {
    KEY,
    TEAM,
    DEPLOYMENT,
    CREDENTIAL,
    PROVIDER;

    /** Whether each call to a provider is counted rather than the request it is made for. */
    public boolean isOfCalls() {
        return compareTo(DEPLOYMENT) >= 0;
    }
}

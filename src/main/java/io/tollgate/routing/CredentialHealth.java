package io.tollgate.routing;

/** What all candidates of one credential have in common: a key that is refused, an account without money. */
final class CredentialHealth {

    private final Breaker breaker = new Breaker();

    Breaker breaker() {
        return breaker;
    }
}

package io.tollgate.access;

/** Why a request is not admitted. */
public sealed interface Refusal {

    /** No credential at all. */
    record KeyMissing() implements Refusal {}

    /** Two different credentials in one request. */
    record KeysDiffer() implements Refusal {}

    /** The credential is no key of ours, or one that has ended. */
    record KeyInvalid() implements Refusal {}

    /** The key may not use the model. */
    record ModelNotAllowed(String model) implements Refusal {}

    /** The key may not read metrics. */
    record MetricsNotAllowed() implements Refusal {}
}

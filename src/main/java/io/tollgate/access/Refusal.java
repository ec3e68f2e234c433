package io.tollgate.access;

import io.tollgate.limit.Denial;
import io.tollgate.limit.Quota;

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

    /** The key may not say which provider is to answer. */
    record ChoiceNotAllowed() implements Refusal {}

    /** The key may not be used from where the request comes. */
    record AddressNotAllowed() implements Refusal {}

    /** Too many requests come from one address. */
    record AddressTooBusy(Denial denial) implements Refusal {}

    /**
     * A limit or a budget does not allow it.
     *
     * @param quota of which it is
     */
    record LimitReached(Denial denial, Quota quota) implements Refusal {}

    /** Nobody can say what the model costs, and the key or its team has a budget. */
    record ModelNotPriced(String model) implements Refusal {}

    /** The key may not read metrics. */
    record MetricsNotAllowed() implements Refusal {}
}

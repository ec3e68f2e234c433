package io.tollgate.routing;

import io.tollgate.pricing.Price;
import io.tollgate.provider.Target;

/**
 * One way to get an answer: a deployment with one credential of its provider.
 *
 * @param providerModel the provider's name for the model
 * @param streamOnly whether the upstream answers only as a stream
 * @param price what it costs here
 */
public record Candidate(Target target, String providerModel, boolean streamOnly, Price price) {}

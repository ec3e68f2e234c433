package io.tollgate.dialect;

import io.tollgate.chat.Operation;

/**
 * What is sent to a provider.
 *
 * @param contentType with its parameters
 * @param streamed whether a stream of events is asked for
 */
public record ProviderRequest(Operation operation, String contentType, Body body, boolean streamed) {}

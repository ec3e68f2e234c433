package io.tollgate.provider;

import io.tollgate.dialect.ProviderRequest;

/** How calls to a provider travel. */
public sealed interface Transport permits HttpTransport, DemoTransport {

    /**
     * Sends a request and waits for the answer's head.
     *
     * @throws ProviderException when there is none, or none with status 2xx
     */
    ProviderResponse call(ProviderRequest request, Target target) throws ProviderException;
}

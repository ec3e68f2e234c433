package io.tollgate.provider;

import io.tollgate.dialect.ProviderRequest;

/** How calls to a provider travel. */
public sealed interface Transport permits HttpTransport, ConversationTransport, DemoTransport {

    /**
     * Sends a request and waits for the answer's head.
     *
     * @param cancellation may end the call before that, or later
     * @throws ProviderException when there is none, or none with status 2xx
     */
    ProviderResponse call(ProviderRequest request, Target target, Cancellation cancellation) throws ProviderException;

    /**
     * Sends a request that nobody will cancel.
     *
     * @throws ProviderException when there is no answer, or none with status 2xx
     */
    default ProviderResponse call(ProviderRequest request, Target target) throws ProviderException {
        return call(request, target, new Cancellation());
    }

    /**
     * Asks for a resource behind the base URL, with an empty body.
     *
     * @param path encoded, e.g. {@code /models}
     * @throws ProviderException when there is no answer, or none with status 2xx
     */
    ProviderResponse fetch(String method, String path, Target target) throws ProviderException;
}

package io.tollgate.dialect;

import io.tollgate.chat.Operation;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is sent to a provider.
 *
 * @param path behind the base URL, encoded, with a query where one is needed
 * @param model the provider's name for the model
 * @param contentType with its parameters
 * @param headers more of them, such as those that turn on beta features
 * @param streamed whether a stream of events is asked for
 */
public record ProviderRequest(
        Operation operation,
        String path,
        String model,
        String contentType,
        Map<String, String> headers,
        Body body,
        boolean streamed) {

    private static final String JSON = "application/json";

    /** A JSON request without headers of its own. */
    public static ProviderRequest json(Operation operation, String path, String model, Body body, boolean streamed) {
        return new ProviderRequest(operation, path, model, JSON, Map.of(), body, streamed);
    }

    /** The same with more headers. */
    public ProviderRequest with(Map<String, String> more) {
        if (more.isEmpty()) {
            return this;
        }
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new ProviderRequest(operation, path, model, contentType, all, body, streamed);
    }
}

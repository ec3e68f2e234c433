package io.tollgate.dialect;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request of Gemini's as it goes to a provider of the same dialect.
 *
 * @param sse whether the client wants a stream as server-sent events, not as a JSON array
 */
record GeminiNative(GeminiAction action, boolean sse) implements TreeRequest.Native {

    @Override
    public ProviderRequest encode(ObjectNode body, String providerModel, boolean stream) {
        GeminiAction wanted = switch (action) {
            case GENERATE, STREAM -> stream ? GeminiAction.STREAM : GeminiAction.GENERATE;
            case EMBED, EMBED_BATCH, COUNT_TOKENS -> action;
        };
        return GeminiProviderDialect.request(wanted, providerModel, named(body, providerModel));
    }

    /** The body, with the provider's name for the model wherever it names one. */
    private static ObjectNode named(ObjectNode body, String model) {
        ObjectNode named = Json.object().setAll(body);
        if (named.has("model")) {
            named.put("model", GeminiProviderDialect.resource(model));
        }
        for (String inner : new String[] {"generateContentRequest", "generate_content_request"}) {
            if (named.get(inner) instanceof ObjectNode request) {
                named.set(inner, named(request, model));
            }
        }
        if (named.get("requests") instanceof ArrayNode requests) {
            ArrayNode list = named.putArray("requests");
            for (JsonNode request : requests) {
                list.add(request instanceof ObjectNode object ? named(object, model) : request);
            }
        }
        return named;
    }
}

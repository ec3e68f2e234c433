package io.tollgate.proxy;

import static io.tollgate.chat.GatewayError.invalidParam;

import io.tollgate.access.Caller;
import io.tollgate.chat.Operation;
import io.tollgate.dialect.ClientRequest;
import io.tollgate.dialect.DialectException;
import io.tollgate.routing.Candidate;
import io.tollgate.routing.Route;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which credential made which response of the Responses API: only there can it be read again or gone on from. The last
 * ones are remembered, for as long as this process lives.
 */
final class StoredResponses {

    private static final int MOST = 20_000;

    private final Map<String, Stored> byId = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Stored> eldest) {
            return size() > MOST;
        }
    };

    /**
     * A response a provider keeps.
     *
     * @param model the name the client asked for
     */
    record Stored(UUID teamId, UUID credentialId, String model) {}

    /** Keeps the response's maker, where an answer is one. */
    Answer note(Answer answer, Candidate candidate, ClientRequest request, Caller caller) {
        String id = request.operation() == Operation.RESPONSES ? answer.id() : null;
        if (id != null) {
            synchronized (byId) {
                UUID maker = candidate.target().credentialId();
                byId.put(id, new Stored(caller.teamId(), maker, request.model()));
            }
        }
        return answer;
    }

    /** A response that a caller's team has made. */
    @Nullable
    Stored find(String id, Caller caller) {
        Stored stored;
        synchronized (byId) {
            stored = byId.get(id);
        }
        return stored != null && stored.teamId().equals(caller.teamId()) ? stored : null;
    }

    /** Who made the response a request goes on from; absent when it does not, or nobody knows. */
    @Nullable
    UUID maker(ClientRequest request, Caller caller) {
        String id = request.previousResponse();
        Stored stored = id == null ? null : find(id, caller);
        return stored == null ? null : stored.credentialId();
    }

    /**
     * Keeps a request that goes on from a response with the credential that made it.
     *
     * @throws DialectException when that is not known, or does not serve the model
     */
    Route hold(Route route, ClientRequest request, Caller caller) throws DialectException {
        String id = request.previousResponse();
        if (id == null) {
            return route;
        }
        Stored stored = find(id, caller);
        if (stored == null) {
            throw unknown("No response '" + shown(id) + "' is known: send the whole conversation instead.");
        }
        UUID maker = stored.credentialId();
        Route held = route.only(candidate -> candidate.target().credentialId().equals(maker));
        if (held.candidates().isEmpty()) {
            throw unknown("The response '" + shown(id)
                    + "' was made by a provider that does not serve this model: send the whole conversation instead.");
        }
        return held;
    }

    private static String shown(String id) {
        return id.length() > 100 ? id.substring(0, 100) : id;
    }

    private static DialectException unknown(String message) {
        return new DialectException(invalidParam("previous_response_id", "previous_response_not_found", message));
    }
}

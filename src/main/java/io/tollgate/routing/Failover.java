package io.tollgate.routing;

import io.tollgate.provider.ProviderException;

/** Walks a route until a candidate answers: the only place where a call is tried again. */
public final class Failover {

    private Failover() {}

    /** A call to one candidate. Fails only as long as nothing of its answer has gone to the client. */
    public interface Call<T> {
        T to(Candidate candidate) throws ProviderException;
    }

    /** Is told of every attempt. */
    public interface Listener {
        void attempt(Candidate candidate);
    }

    /**
     * The first answer that a candidate gives.
     *
     * @throws ProviderException the last failure, when no candidate answers or the request itself is wrong
     */
    public static <T> T call(Route route, Call<T> call, Listener listener) throws ProviderException {
        int last = route.candidates().size() - 1;
        for (int i = 0; ; i++) {
            Candidate candidate = route.candidates().get(i);
            listener.attempt(candidate);
            try {
                return call.to(candidate);
            } catch (ProviderException e) {
                if (i == last || !e.failure().isWorthAnother()) {
                    throw e;
                }
            }
        }
    }
}

package io.tollgate.provider;

import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.EndpointDetails;
import org.jspecify.annotations.Nullable;

/** Which connection a call went over: one that had served a call before may be closed at its other end. */
final class ConnectionUse extends HttpClientContext {

    private @Nullable EndpointDetails connection;
    private boolean reused;
    private long receivedBefore;

    /** Is told of the connection before each request on it; through an outbound proxy, the tunnel's comes first. */
    @Override
    public void setEndpointDetails(EndpointDetails details) {
        super.setEndpointDetails(details);
        if (connection == null) {
            reused = details.getResponseCount() > 0;
        }
        connection = details;
        receivedBefore = details.getReceivedBytesCount();
    }

    /** Whether there was a connection to send anything over. */
    boolean isUsed() {
        return connection != null;
    }

    /** Whether the call went over a connection used before, on which nothing came back since. */
    boolean isStale() {
        return reused && connection != null && connection.getReceivedBytesCount() == receivedBefore;
    }
}

package io.tollgate.provider;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.io.LeaseRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Gives back a connection that is handed over in the moment in which the wait for it is interrupted: HttpClient gives
 * up the wait, whose end it cannot call off any more, and the connection would be nobody's for ever.
 */
record InterruptedLeases(HttpClientConnectionManager pool) implements HttpClientConnectionManager {

    @Override
    public LeaseRequest lease(String id, HttpRoute route, Timeout timeout, Object state) {
        LeaseRequest lease = pool.lease(id, route, timeout, state);
        return new LeaseRequest() {
            @Override
            public ConnectionEndpoint get(Timeout patience)
                    throws InterruptedException, ExecutionException, TimeoutException {
                try {
                    return lease.get(patience);
                } catch (InterruptedException e) {
                    if (!lease.cancel()) {
                        release(lease.get(patience), state, TimeValue.NEG_ONE_MILLISECOND);
                    }
                    throw e;
                }
            }

            @Override
            public boolean cancel() {
                return lease.cancel();
            }
        };
    }

    @Override
    public void release(ConnectionEndpoint endpoint, Object state, TimeValue kept) {
        pool.release(endpoint, state, kept);
    }

    @Override
    public void connect(ConnectionEndpoint endpoint, TimeValue timeout, HttpContext context) throws IOException {
        pool.connect(endpoint, timeout, context);
    }

    @Override
    public void upgrade(ConnectionEndpoint endpoint, HttpContext context) throws IOException {
        pool.upgrade(endpoint, context);
    }

    @Override
    public void close(CloseMode mode) {
        pool.close(mode);
    }

    @Override
    public void close() throws IOException {
        pool.close();
    }
}

package io.tollgate.proxy;

import jakarta.servlet.ServletConnection;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.coyote.Adapter;
import org.apache.coyote.ErrorState;
import org.apache.coyote.Response;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's HTTP on one connection, which may outlast a 503. Tomcat has no setting for that: it decides by the status
 * whether a connection ends, so it is shown another one until it has decided.
 */
final class LastingProcessor extends Http11Processor {

    private static final int SOON_503 = 1503;

    LastingProcessor(LeanHttpProtocol protocol, Adapter adapter) {
        super(protocol, adapter);
    }

    /**
     * Who keeps the gateway busy has often sent the next request by the time all others have had a turn: then nobody
     * has to watch the socket, and no thread has to begin.
     */
    @Override
    public SocketState service(SocketWrapperBase<?> socket) throws IOException {
        int served = served();
        SocketState state = super.service(socket);
        while (state == SocketState.OPEN
                && served() != served
                && Thread.currentThread().isVirtual()) {
            served = served();
            Thread.yield();
            state = super.service(socket);
        }
        return state;
    }

    private int served() {
        return request.getRequestProcessor().getRequestCount();
    }

    @Override
    protected ServletConnection getServletConnection() {
        return new LastingConnection(super.getServletConnection(), this::commit);
    }

    private void commit() {
        response.setStatus(SOON_503);
        response.commit();
    }

    /** Puts the status right, when Tomcat has decided about the connection and before it writes the status. */
    static void decided(Response response) {
        if (response.getStatus() == SOON_503) {
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
    }

    /**
     * Tomcat looks at the status once more, when the answer has gone out; by then the client knows what was decided.
     */
    @Override
    protected void setErrorState(ErrorState state, @Nullable Throwable reason) {
        boolean byStatus = state == ErrorState.CLOSE_CLEAN
                && reason == null
                && response.isCommitted()
                && response.getStatus() == HttpServletResponse.SC_SERVICE_UNAVAILABLE;
        if (!byStatus) {
            super.setErrorState(state, reason);
        }
    }
}

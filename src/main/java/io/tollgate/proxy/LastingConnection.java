package io.tollgate.proxy;

import jakarta.servlet.ServletConnection;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * A client's connection that can outlast a 503. Only our own server has such connections: others end them with each,
 * and a client that comes back costs a connection more.
 */
final class LastingConnection implements ServletConnection {

    /** What is left of a request has to be read before the next one; more than this is not worth a connection. */
    private static final long MOST_UNREAD = 1024 * 1024;

    private final ServletConnection connection;
    private final Runnable commit;

    /** @param commit sends the answer's head on its way, without an end of the connection */
    LastingConnection(ServletConnection connection, Runnable commit) {
        this.connection = connection;
        this.commit = commit;
    }

    /** Keeps the connection of a client that is told to come back, if the server can, unless its end was announced. */
    static void keep(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean open = !response.isCommitted() && !response.containsHeader("Connection");
        if (open
                && response.getStatus() == HttpServletResponse.SC_SERVICE_UNAVAILABLE
                && isAllButRead(request)
                && request.getServletConnection() instanceof LastingConnection lasting) {
            lasting.commit.run();
        }
    }

    private static boolean isAllButRead(HttpServletRequest request) throws IOException {
        long length = request.getContentLengthLong();
        return length >= 0 && length <= MOST_UNREAD || request.getInputStream().isFinished();
    }

    @Override
    public String getConnectionId() {
        return connection.getConnectionId();
    }

    @Override
    public String getProtocol() {
        return connection.getProtocol();
    }

    @Override
    public String getProtocolConnectionId() {
        return connection.getProtocolConnectionId();
    }

    @Override
    public boolean isSecure() {
        return connection.isSecure();
    }
}

package io.tollgate.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A port of loopback whose queue of connections is full: another one is neither accepted nor refused. */
final class BusyServer {

    private static final int PATIENCE_MS = 200;
    private static final int MORE_THAN_ANY_QUEUE = 100;

    private final ServerSocket server;
    private final List<Socket> waiting = new ArrayList<>();

    private BusyServer() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        while (waiting.size() < MORE_THAN_ANY_QUEUE) {
            Socket socket = new Socket();
            try {
                socket.connect(server.getLocalSocketAddress(), PATIENCE_MS);
                waiting.add(socket);
            } catch (SocketTimeoutException full) {
                socket.close();
                return;
            }
        }
        throw new IOException("The queue does not fill up");
    }

    static BusyServer start() {
        try {
            return new BusyServer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getLocalPort();
    }
}

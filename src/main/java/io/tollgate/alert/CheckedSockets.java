package io.tollgate.alert;

import io.tollgate.provider.AddressRules;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/** Makes sockets that connect only where the rules on addresses allow it: checked on what is connected to. */
final class CheckedSockets extends SocketFactory {

    private final AddressRules rules;
    private final boolean inFile;

    CheckedSockets(AddressRules rules, boolean inFile) {
        this.rules = rules;
        this.inFile = inFile;
    }

    /** An address that may not be called. */
    static final class RefusedException extends IOException {}

    @Override
    public Socket createSocket() {
        return new CheckedSocket();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return connected(new InetSocketAddress(address, port), new InetSocketAddress(localAddress, localPort));
    }

    private Socket connected(SocketAddress to, @Nullable SocketAddress from) throws IOException {
        Socket socket = createSocket();
        if (from != null) {
            socket.bind(from);
        }
        socket.connect(to);
        return socket;
    }

    private final class CheckedSocket extends Socket {

        @Override
        public void connect(SocketAddress endpoint) throws IOException {
            connect(endpoint, 0);
        }

        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
            if (!(endpoint instanceof InetSocketAddress named) || named.isUnresolved()) {
                throw new UnknownHostException();
            }
            if (!rules.allows(named.getAddress(), inFile)) {
                throw new RefusedException();
            }
            super.connect(endpoint, timeout);
        }
    }
}

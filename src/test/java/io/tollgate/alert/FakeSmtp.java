package io.tollgate.alert;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A mail server on loopback that takes everything, encrypts when it can, and refuses mail when it is told to. */
public final class FakeSmtp implements AutoCloseable {

    private final ServerSocket server;
    private final @Nullable SSLContext tls;
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<String> mails = new CopyOnWriteArrayList<>();
    private volatile String refusal = "";
    private volatile String refused = "";
    private volatile boolean mute;

    private FakeSmtp(@Nullable SSLContext tls) throws IOException {
        this.tls = tls;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public static FakeSmtp start() {
        return start(null);
    }

    /** @param tls to encrypt with; absent: it cannot */
    public static FakeSmtp start(@Nullable SSLContext tls) {
        try {
            return new FakeSmtp(tls);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Every line it was sent outside of mails. */
    public List<String> commands() {
        return commands;
    }

    /** The mails as they came. */
    public List<String> mails() {
        return mails;
    }

    /** Refuses recipients from now on, with these words; nobody when there are none. */
    public void refuse(String words) {
        refuse("", words);
    }

    /** Refuses recipients from now on that contain a text, with these words. */
    public void refuse(String part, String words) {
        refused = part;
        refusal = words;
    }

    /** Takes mails, but no longer answers when it is left. */
    public void stallAtQuit() {
        mute = true;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            say(socket, "220 fake ready");
            talk(socket, false);
        } catch (IOException e) {
            commands.add("broken off");
        }
    }

    private void talk(Socket socket, boolean encrypted) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            commands.add(line);
            String command = line.toUpperCase(Locale.ROOT);
            if (command.startsWith("EHLO")) {
                say(socket, tls != null && !encrypted ? "250-fake\r\n250 STARTTLS" : "250-fake\r\n250 AUTH PLAIN");
            } else if (command.startsWith("STARTTLS") && tls != null) {
                say(socket, "220 go ahead");
                SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, true);
                secure.setUseClientMode(false);
                talk(secure, true);
                return;
            } else if (command.startsWith("AUTH")) {
                say(socket, "235 welcome");
            } else if (command.startsWith("RCPT") && !refusal.isEmpty() && line.contains(refused)) {
                say(socket, "550 " + refusal);
            } else if (command.startsWith("DATA")) {
                say(socket, "354 go on");
                mails.add(mail(in));
                say(socket, "250 taken");
            } else if (command.startsWith("QUIT") && mute) {
                in.readLine(); // until the other side has had enough
                return;
            } else if (command.startsWith("QUIT")) {
                say(socket, "221 bye");
                return;
            } else {
                say(socket, "250 ok");
            }
        }
    }

    private static String mail(BufferedReader in) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            lines.add(line);
        }
        return String.join("\n", lines);
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.tollgate.alert;

import io.tollgate.provider.AddressRules;
import io.tollgate.vault.Secret;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Says messages by e-mail, as plain text. A password travels only over an encrypted connection. */
@Component
final class MailSender implements Sender {

    private static final Logger log = LoggerFactory.getLogger(MailSender.class);
    private static final int LONGEST = 200;

    private final Wording wording;
    private final AddressRules rules;
    private final AlertSettings settings;
    private final @Nullable SSLSocketFactory trust;

    @Autowired
    MailSender(Wording wording, AddressRules rules, AlertSettings settings) {
        this(wording, rules, settings, null);
    }

    /** @param trust whom to trust in place of those the JVM trusts */
    MailSender(Wording wording, AddressRules rules, AlertSettings settings, @Nullable SSLSocketFactory trust) {
        this.wording = wording;
        this.rules = rules;
        this.settings = settings;
        this.trust = trust;
    }

    @Override
    public ChannelKind kind() {
        return ChannelKind.EMAIL;
    }

    @Override
    public Outcome send(Destination to, Notice notice) {
        MailServer server = Objects.requireNonNull(to.channel().getMail());
        Session session = Session.getInstance(properties(server, to.channel().isDeclared()));
        try {
            MimeMessage message = message(session, server, to.channel().getLanguage(), notice);
            send(session.getTransport("smtp"), message, to, server);
            return new Outcome.Sent();
        } catch (SendFailedException e) {
            return isSentToSome(e) ? sentToSome(to, e) : failed(e);
        } catch (MessagingException e) {
            return failed(e);
        }
    }

    private static void send(Transport transport, MimeMessage message, Destination to, MailServer server)
            throws MessagingException {
        try {
            String password = password(to, server);
            String user = password == null ? null : server.user();
            transport.connect(server.host(), server.port(), user, password);
            transport.sendMessage(message, message.getAllRecipients());
        } finally {
            leave(transport);
        }
    }

    /** What goes wrong in parting says nothing of the mail. */
    private static void leave(Transport transport) {
        try {
            transport.close();
        } catch (MessagingException e) {
            log.debug("A mail server did not take its leave", e);
        }
    }

    private static boolean isSentToSome(SendFailedException e) {
        return e.getValidSentAddresses() != null && e.getValidSentAddresses().length > 0;
    }

    /** Another try would tell the others twice. */
    private static Outcome sentToSome(Destination to, SendFailedException e) {
        String refused = Stream.of(e.getInvalidAddresses(), e.getValidUnsentAddresses())
                .filter(Objects::nonNull)
                .flatMap(Stream::of)
                .map(address -> Markup.PLAIN.harmless(address.toString(), LONGEST))
                .collect(Collectors.joining(", "));
        log.warn(
                "The mail server of channel {} refused recipients: {}",
                to.channel().getId(),
                refused);
        return new Outcome.Sent();
    }

    /** Absent where nobody signs in. */
    private static @Nullable String password(Destination to, MailServer server) {
        Secret secret = to.secret();
        boolean signsIn = server.security() != MailServer.Security.NONE && server.user() != null;
        return secret == null || !signsIn ? null : secret.reveal();
    }

    private Properties properties(MailServer server, boolean inFile) {
        Properties properties = new Properties();
        String patience = Long.toString(settings.patience().toMillis());
        properties.put("mail.smtp.socketFactory", new CheckedSockets(rules, inFile));
        properties.put("mail.smtp.socketFactory.fallback", "false");
        properties.put("mail.smtp.sendpartial", "true");
        properties.put("mail.smtp.quitwait", "false");
        properties.put("mail.smtp.connectiontimeout", "5000");
        properties.put("mail.smtp.timeout", patience);
        properties.put("mail.smtp.writetimeout", patience);
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.ssl.protocols", "TLSv1.2 TLSv1.3");
        properties.put("mail.smtp.auth", Boolean.toString(server.user() != null));
        switch (server.security()) {
            case NONE -> properties.put("mail.smtp.auth", "false");
            case STARTTLS -> {
                properties.put("mail.smtp.starttls.enable", "true");
                properties.put("mail.smtp.starttls.required", "true");
            }
            case TLS -> properties.put("mail.smtp.ssl.enable", "true");
        }
        if (trust != null) {
            properties.put("mail.smtp.ssl.socketFactory", trust);
        }
        return properties;
    }

    private MimeMessage message(Session session, MailServer server, Tongue tongue, Notice notice)
            throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(server.sender(), true));
        for (String recipient : server.recipientList()) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(recipient, true));
        }
        message.setSubject(wording.title(notice, tongue), StandardCharsets.UTF_8.name());
        message.setText(text(notice, tongue), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(notice.at()));
        message.setHeader("Auto-Submitted", "auto-generated");
        return message;
    }

    private String text(Notice notice, Tongue tongue) {
        List<String> lines = wording.lines(notice, tongue, Markup.PLAIN);
        String link = wording.link();
        String end = link == null ? "" : "\n" + wording.linkText(tongue) + ": " + link + "\n";
        return String.join("\n", lines) + "\n" + end;
    }

    private static Outcome failed(MessagingException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case CheckedSockets.RefusedException _ -> {
                    return new Outcome.Failed(
                            "the address may not be called: it is a private or reserved one"
                                    + " (see tollgate.provider.private-networks)",
                            false);
                }
                case UnknownHostException _ -> {
                    return new Outcome.Failed("the host name has no address", true);
                }
                case SocketTimeoutException _ -> {
                    return new Outcome.Failed("no answer in time", true);
                }
                case SSLException _ -> {
                    return new Outcome.Failed("no encrypted connection: " + said(cause), false);
                }
                case AuthenticationFailedException _ -> {
                    return new Outcome.Failed("the server refused the user or the password", false);
                }
                case SendFailedException _ -> {
                    return new Outcome.Failed("the server refused the mail: " + said(last(cause)), true);
                }
                default -> {
                    // look at what caused it
                }
            }
        }
        return new Outcome.Failed("the mail was not sent: " + said(e), true);
    }

    /** The one that holds the server's own words. */
    private static Throwable last(Throwable failure) {
        Throwable last = failure;
        for (Throwable cause = last.getCause(); cause != null; cause = cause.getCause()) {
            last = cause;
        }
        return last;
    }

    private static String said(Throwable cause) {
        return Markup.PLAIN.harmless(Objects.requireNonNullElse(cause.getMessage(), ""), LONGEST);
    }
}

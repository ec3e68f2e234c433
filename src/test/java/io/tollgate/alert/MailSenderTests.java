package io.tollgate.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.provider.AddressRules;
import io.tollgate.provider.TestCertificate;
import io.tollgate.storage.Source;
import io.tollgate.vault.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.ResourceBundleMessageSource;

/** Mail over an encrypted connection, and to places where none may go. */
@ExtendWith(OutputCaptureExtension.class)
class MailSenderTests {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final TestCertificate CERTIFICATE = TestCertificate.create();
    private static final AlertSettings SETTINGS = new AlertSettings(
            Duration.ofSeconds(1), Duration.ZERO, List.of(), Duration.ofSeconds(20), Duration.ofDays(1), null);
    private static final AddressRules LOOPBACK = new AddressRules(List.of("127.0.0.0/8"));
    private static final Notice TEST = new Notice(new UUID(0, 1), Notice.Turn.TEST, Rule.DISK_FULL, List.of(), NOON);

    private static Wording wording() {
        ResourceBundleMessageSource texts = new ResourceBundleMessageSource();
        texts.setBasenames("messages-alerts");
        texts.setDefaultEncoding("UTF-8");
        texts.setFallbackToSystemLocale(false);
        return new Wording(texts, SETTINGS);
    }

    private static Sender.Destination to(int port, MailServer.Security security, String host) {
        return to(port, security, host, "ops@example.com");
    }

    private static Sender.Destination to(int port, MailServer.Security security, String host, String recipients) {
        AlertChannel channel =
                new AlertChannel(new UUID(0, 2), "mail", ChannelKind.EMAIL, Tongue.ZH, Source.CONSOLE, NOON);
        channel.leadTo(new MailServer(host, port, security, "gate", "gate@example.com", recipients), host);
        return new Sender.Destination(channel, null, Secret.of("planted-password"));
    }

    private static SSLSocketFactory trust() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(CERTIFICATE.pem())) {
            store.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    @Test
    void signsInOnceTheConnectionIsEncrypted() throws GeneralSecurityException, IOException {
        MailSender sender = new MailSender(wording(), LOOPBACK, SETTINGS, trust());
        try (FakeSmtp smtp = FakeSmtp.start(CERTIFICATE.server())) {
            Outcome outcome = sender.send(to(smtp.port(), MailServer.Security.STARTTLS, "127.0.0.1"), TEST);

            assertThat(outcome).isEqualTo(new Outcome.Sent());
            byte[] shown = "gate\0gate\0planted-password".getBytes(StandardCharsets.UTF_8);
            assertThat(smtp.commands())
                    .containsSubsequence(
                            "STARTTLS", "AUTH PLAIN " + Base64.getEncoder().encodeToString(shown));
            assertThat(smtp.mails()).singleElement().asString().contains("Subject: =?UTF-8?", "Auto-Submitted: auto");
        }
    }

    @Test
    void showsThePasswordToNobodyItDoesNotTrust() {
        MailSender sender = new MailSender(wording(), LOOPBACK, SETTINGS);
        try (FakeSmtp smtp = FakeSmtp.start(CERTIFICATE.server())) {
            assertThat(sender.send(to(smtp.port(), MailServer.Security.STARTTLS, "127.0.0.1"), TEST))
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.detail()).contains("no encrypted connection"));
            assertThat(smtp.commands()).noneMatch(line -> line.startsWith("AUTH"));
        }
        try (FakeSmtp plain = FakeSmtp.start()) {
            assertThat(sender.send(to(plain.port(), MailServer.Security.STARTTLS, "127.0.0.1"), TEST))
                    .isInstanceOf(Outcome.Failed.class);
            assertThat(sender.send(to(plain.port(), MailServer.Security.NONE, "127.0.0.1"), TEST))
                    .isEqualTo(new Outcome.Sent());
            assertThat(plain.commands()).noneMatch(line -> line.startsWith("AUTH"));
        }
    }

    @Test
    void goesOnlyWhereItMay() {
        MailSender sender = new MailSender(wording(), new AddressRules(List.of()), SETTINGS);
        try (FakeSmtp smtp = FakeSmtp.start()) {
            for (MailServer.Security security : MailServer.Security.values()) {
                for (String host : List.of("127.0.0.1", "localhost", "169.254.169.254")) {
                    assertThat(sender.send(to(smtp.port(), security, host), TEST))
                            .as("%s %s", security, host)
                            .isInstanceOfSatisfying(
                                    Outcome.Failed.class,
                                    failed -> assertThat(failed.detail()).startsWith("the address may not be called"));
                }
            }
            assertThat(smtp.commands()).isEmpty();
        }
    }

    @Test
    void aMailThatWasTakenIsSentHoweverTheServerParts() {
        AlertSettings hasty = new AlertSettings(
                Duration.ofSeconds(1), Duration.ZERO, List.of(), Duration.ofSeconds(2), Duration.ofDays(1), null);
        MailSender sender = new MailSender(wording(), LOOPBACK, hasty);
        try (FakeSmtp smtp = FakeSmtp.start()) {
            smtp.stallAtQuit();

            assertThat(sender.send(to(smtp.port(), MailServer.Security.NONE, "127.0.0.1"), TEST))
                    .isEqualTo(new Outcome.Sent());
            assertThat(smtp.mails()).hasSize(1);
        }
    }

    @Test
    void oneRefusedRecipientKeepsItFromNobodyElse(CapturedOutput output) {
        MailSender sender = new MailSender(wording(), LOOPBACK, SETTINGS);
        try (FakeSmtp smtp = FakeSmtp.start()) {
            Sender.Destination both =
                    to(smtp.port(), MailServer.Security.NONE, "127.0.0.1", "ops@example.com,gone@example.com");
            smtp.refuse("gone@", "no such box");

            assertThat(sender.send(both, TEST)).isEqualTo(new Outcome.Sent());
            assertThat(smtp.mails()).hasSize(1);
            assertThat(output).contains("refused recipients: gone@example.com").doesNotContain("planted");

            smtp.refuse("no such box");
            assertThat(sender.send(both, TEST))
                    .isEqualTo(new Outcome.Failed("the server refused the mail: 550 no such box", true));
            assertThat(smtp.mails()).hasSize(1);
        }
    }
}

package io.tollgate.console;

import static io.tollgate.console.Desk.idOf;
import static io.tollgate.console.Desk.name;
import static io.tollgate.console.Desk.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.alert.AlertChannel;
import io.tollgate.alert.AlertChannels;
import io.tollgate.alert.ChannelKind;
import io.tollgate.alert.ChannelSecrets;
import io.tollgate.alert.FakeSmtp;
import io.tollgate.alert.Receiver;
import io.tollgate.alert.Tongue;
import io.tollgate.storage.Ids;
import io.tollgate.storage.Source;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Channels as they are added, tested and changed, in front of receivers that speak as the real ones do. */
@PageTest
class AlertChannelsControllerTests {

    private static final String SECRET = "planted-signing-secret-5b";
    private static final String TOKEN = "planted-channel-token-9c";

    private final Receiver receiver = Receiver.start();

    @Autowired
    private Desk desk;

    @Autowired
    private AlertChannels channels;

    @Autowired
    private ChannelSecrets secrets;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Ids ids;

    @AfterEach
    void close() {
        receiver.close();
        jdbc.sql("delete from alert_channel").update();
    }

    private String added(String kind, String secret) {
        return "/alerts/channels/"
                + idOf(desk.send(
                        "/alerts/channels",
                        "name",
                        name("channel"),
                        "kind",
                        kind,
                        "language",
                        "en",
                        "address",
                        receiver.url("/in?key=" + TOKEN),
                        "secret",
                        secret));
    }

    private String tested(String channel) {
        return text(desk.follow(desk.send(channel + "/test")));
    }

    private static String hmac(byte[] key, byte[] data) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(data));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aWebhookIsSignedInTheStandardForm() {
        assertThat(tested(added("webhook", SECRET))).contains("The channel took the test message");

        Receiver.Posted posted = receiver.posted().getFirst();
        String signed = posted.header("webhook-id") + "." + posted.header("webhook-timestamp") + "." + posted.text();
        assertThat(posted.header("webhook-signature")).isEqualTo("v1," + hmac(bytes(SECRET), bytes(signed)));
        assertThat(posted.header("Content-Type")).startsWith("application/json");
        assertThat(Long.parseLong(posted.header("webhook-timestamp")))
                .isBetween(Instant.now().getEpochSecond() - 60, Instant.now().getEpochSecond() + 1);
        assertThat(posted.json().path("type").asString()).isEqualTo("alert.test");
        assertThat(posted.json().path("data").path("title").asString()).isEqualTo("Tollgate: test message");
    }

    @Test
    void feishuGetsASignedCard() {
        assertThat(tested(added("feishu", SECRET))).contains("The channel took the test message");

        var json = receiver.posted().getFirst().json();
        String key = json.path("timestamp").asString() + "\n" + SECRET;
        assertThat(json.path("sign").asString()).isEqualTo(hmac(bytes(key), new byte[0]));
        assertThat(json.path("msg_type").asString()).isEqualTo("interactive");
        assertThat(json.at("/card/header/title/tag").asString()).isEqualTo("plain_text");
        assertThat(json.at("/card/elements/0/text/content").asString())
                .isEqualTo("This channel works. Alerts will look like this.");
    }

    @Test
    void dingTalkIsSignedInTheAddress() {
        assertThat(tested(added("dingtalk", SECRET))).contains("The channel took the test message");

        Receiver.Posted posted = receiver.posted().getFirst();
        String[] query = posted.uri().getQuery().split("&");
        assertThat(query[0]).isEqualTo("key=" + TOKEN);
        String signed = query[1].substring("timestamp=".length()) + "\n" + SECRET;
        assertThat(query[2]).isEqualTo("sign=" + hmac(bytes(SECRET), bytes(signed)));
        assertThat(posted.json().path("msgtype").asString()).isEqualTo("markdown");
        assertThat(posted.json().at("/markdown/title").asString()).isEqualTo("Tollgate: test message");
    }

    @Test
    void weComGetsMarkdown() {
        assertThat(tested(added("wecom", ""))).contains("The channel took the test message");

        Receiver.Posted posted = receiver.posted().getFirst();
        assertThat(posted.uri().getQuery()).isEqualTo("key=" + TOKEN);
        assertThat(posted.json().path("msgtype").asString()).isEqualTo("markdown");
        assertThat(posted.json().at("/markdown/content").asString()).startsWith("**Tollgate: test message**");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "feishu | 200 | {\"code\":19021,\"msg\":\"sign match fail\"} | code 19021: sign match fail",
                "feishu | 200 | {\"StatusCode\":0,\"StatusMessage\":\"success\"} | The channel took the test message",
                "dingtalk | 200 | {\"errcode\":310000,\"errmsg\":\"keywords not in content\"} | errcode 310000: keywords not in content",
                "wecom | 200 | {\"errcode\":93000,\"errmsg\":\"<b>invalid\"} | errcode 93000: &lt;b&gt;invalid",
                "wecom | 200 | <html>a proxy's page | no JSON",
                "wecom | 200 | {} | errcode none",
                "webhook | 500 | oops | HTTP 500 oops",
                "webhook | 302 | moved | HTTP 302 moved",
                "webhook | 204 | '' | The channel took the test message"
            })
    void theReceiversOwnWordsDecide(String kind, int status, String reply, String shown) {
        String channel = added(kind, "");
        receiver.then(status, reply);

        assertThat(tested(channel)).contains(shown);
        assertThat(receiver.posted()).hasSize(1);
    }

    @Test
    void whoStallsIsNotAwaitedForLong() {
        String channel = added("webhook", "");
        receiver.stall();

        assertThat(tested(channel)).contains("no answer in time");
    }

    @Test
    void mailGoesOut() {
        try (FakeSmtp smtp = FakeSmtp.start()) {
            String channel = "/alerts/channels/" + idOf(mail(smtp.port(), "none", "", ""));

            assertThat(tested(channel)).contains("The channel took the test message");

            assertThat(smtp.mails())
                    .singleElement()
                    .satisfies(mail -> assertThat(mail)
                            .contains("From: gate@example.com", "To: a@example.com, b@example.com")
                            .contains("Subject: Tollgate: test message", "This channel works."));
            smtp.refuse("no such box");
            assertThat(tested(channel)).contains("the server refused the mail", "no such box");
            assertThat(desk.open(channel)).bodyText().contains("a@example.com", "b@example.com");
        }
    }

    private MvcTestResult mail(int port, String security, String user, String secret) {
        return desk.send(
                "/alerts/channels",
                "name",
                name("mail"),
                "kind",
                "email",
                "host",
                "127.0.0.1",
                "port",
                Integer.toString(port),
                "security",
                security,
                "user",
                user,
                "secret",
                secret,
                "sender",
                "gate@example.com",
                "recipients",
                "a@example.com; b@example.com");
    }

    @Test
    void aPasswordNeedsEncryptionAndStaysWithItsServer() {
        try (FakeSmtp smtp = FakeSmtp.start()) {
            assertThat(mail(smtp.port(), "none", "gate", SECRET)).bodyText().contains("A password needs an encrypted");
            assertThat(mail(smtp.port(), "starttls", "gate", "")).bodyText().contains("The user needs a password");
            String channel = "/alerts/channels/" + idOf(mail(smtp.port(), "starttls", "gate", SECRET));

            assertThat(tested(channel)).contains("The channel did not take the test message");
            assertThat(smtp.commands()).noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
            assertThat(moved(channel, "email", "gate"))
                    .bodyText()
                    .contains("The server is another one: type the password again");
        }
    }

    @ParameterizedTest
    @CsvSource({"webhook, gate", "email, ''"})
    void noDetourBringsAPasswordToAnotherServer(String kind, String user) {
        String channel = "/alerts/channels/" + idOf(mail(2525, "starttls", "gate", SECRET));

        assertThat(moved(channel, kind, user))
                .bodyText()
                .contains("The server is another one: type the password again");

        assertThat(desk.open(channel)).bodyText().contains("127.0.0.1:2525").doesNotContain("elsewhere.example");
    }

    private MvcTestResult moved(String channel, String kind, String user) {
        return desk.send(
                channel,
                "name",
                name("mail"),
                "kind",
                kind,
                "host",
                "elsewhere.example",
                "port",
                "587",
                "security",
                "starttls",
                "user",
                user,
                "sender",
                "gate@example.com",
                "recipients",
                "a@example.com");
    }

    @Test
    void whatIsSecretIsNeverShownAgain() {
        String channel = added("dingtalk", SECRET);
        AlertChannel row = channels.findById(UUID.fromString(channel.substring(channel.lastIndexOf('/') + 1)))
                .orElseThrow();

        assertThat(text(desk.open(channel)) + text(desk.open("/alerts")))
                .contains(row.getName(), "http://127.0.0.1:")
                .doesNotContain(TOKEN, SECRET, "bi-file-earmark-lock");
        assertThat(String.join("\n", jdbc.sql("script").query(String.class).list()))
                .contains(row.getName())
                .doesNotContain(TOKEN, SECRET);

        String name = name("renamed");
        desk.send(channel, "name", name, "kind", "dingtalk", "language", "zh", "address", "", "secret", "");
        assertThat(tested(channel)).contains("The channel took the test message");
        assertThat(receiver.posted().getFirst().uri().getQuery()).contains(TOKEN, "sign=");
        assertThat(receiver.posted().getFirst().text()).contains("测试消息");
        desk.send(channel, "name", name, "kind", "dingtalk", "language", "zh", "dropSecret", "true");
        tested(channel);
        assertThat(receiver.posted().get(1).uri().getQuery()).isEqualTo("key=" + TOKEN);
    }

    @ParameterizedTest
    @CsvSource({
        "http://169.254.169.254/latest, This address is never called",
        "https://10.0.0.7/in, This address is private",
        "http://hooks.example.com/in, Only https is encrypted",
        "https://user:pass@hooks.example.com/in, Write an address that begins with https",
        "ftp://hooks.example.com/in, Write an address that begins with https",
        "'', Please fill in"
    })
    void anAddressMustBeOneThatMayBeCalled(String address, String problem) {
        String name = name("nowhere");
        String expected = problem.equals("Please fill in") ? "is-invalid" : problem;
        assertThat(desk.send("/alerts/channels", "name", name, "kind", "webhook", "address", address, "secret", ""))
                .bodyText()
                .contains(expected);
        assertThat(channels.findByLiveName(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://169.254.169.254:80/", "http://[fe80::1]:80/"})
    void noChannelReachesAMetadataAddress(String address) {
        String channel = added("webhook", "");
        UUID id = UUID.fromString(channel.substring(channel.lastIndexOf('/') + 1));
        channels.findById(id).ifPresent(row -> {
            secrets.lead(row, URI.create(address));
            channels.save(row);
        });

        assertThat(tested(channel)).contains("the address may not be called");
    }

    @Test
    void channelsOfAFileAreOnlySwitchedHere() {
        AlertChannel declared = new AlertChannel(
                ids.next(), name("declared"), ChannelKind.WEBHOOK, Tongue.EN, Source.FILE, Instant.EPOCH);
        secrets.lead(declared, URI.create(receiver.url("/declared")));
        channels.save(declared);
        String channel = "/alerts/channels/" + declared.getId();

        assertThat(desk.follow(desk.send(channel + "/retire"))).bodyText().contains("settings file");
        desk.send(channel, "name", "other", "kind", "webhook");
        assertThat(channels.findById(declared.getId()).orElseThrow())
                .returns(declared.getName(), AlertChannel::getName)
                .returns(false, AlertChannel::isRetired);
        desk.send(channel + "/disable");
        assertThat(channels.findById(declared.getId()).orElseThrow().isDisabled())
                .isTrue();
    }

    @Test
    void deletedChannelsKeepNoSecret() {
        String channel = added("feishu", SECRET);
        assertThat(desk.follow(desk.send(channel + "/retire"))).bodyText().contains("The channel is deleted");

        assertThat(desk.open(channel)).hasStatus(404);
        assertThat(jdbc.sql("select count(*) from alert_channel where address_ciphertext is not null"
                                + " or secret_ciphertext is not null")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void viewersSeeWhereItGoesAndChangeNothing() {
        String channel = added("webhook", "");
        assertThat(desk.openAsViewer("/alerts"))
                .hasStatusOk()
                .bodyText()
                .doesNotContain("Add a channel", "Send a test");
        assertThat(desk.openAsViewer(channel)).hasStatus(403);
        assertThat(desk.sendAsViewer(channel + "/test")).hasStatus(403);
        assertThat(receiver.posted()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook", "email", "feishu", "dingtalk", "wecom"})
    void everyKindHasItsForm(String kind) {
        assertThat(desk.open("/alerts/channels/new?kind=" + kind)).hasStatusOk();
        assertThat(desk.openInChinese("/alerts/channels/new?kind=" + kind))
                .hasStatusOk()
                .bodyText()
                .contains("添加渠道");
    }
}

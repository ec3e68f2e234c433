package io.tollgate.proxy;

import static io.tollgate.proxy.Gateway.CHAT;
import static io.tollgate.proxy.GatewaySettings.ADMIN_PASSWORD;
import static io.tollgate.proxy.GatewaySettings.FIRST;
import static io.tollgate.proxy.GatewaySettings.KEY;
import static io.tollgate.proxy.GatewaySettings.SECOND_KEY;
import static io.tollgate.proxy.GatewaySettings.UPSTREAM_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.tollgate.storage.DataDirectory;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Secrets that go in come out nowhere: not in logs, pages, errors, metrics, the database, in no spelling. */
@GatewayTest
class CanaryTests {

    private static final String WRONG_KEY = "sk-planted-wrong-key-51c2e0";
    private static final String WRONG_PASSWORD = "planted-wrong-password+/51c2";
    private static final List<String> SECRETS =
            List.of(UPSTREAM_KEY, SECOND_KEY, KEY, ADMIN_PASSWORD, WRONG_KEY, WRONG_PASSWORD);
    private static final List<String> TALKATIVE = List.of(
            "io.tollgate",
            "org.springframework.security",
            "org.springframework.web",
            "org.springframework.jdbc",
            "org.hibernate.SQL");

    private final Gateway gateway;
    private final JdbcClient jdbc;
    private final DataDirectory data;
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    CanaryTests(Gateway gateway, JdbcClient jdbc, DataDirectory data) {
        this.gateway = gateway;
        this.jdbc = jdbc;
        this.data = data;
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    @BeforeEach
    void listen() {
        log.start();
        logger(Logger.ROOT_LOGGER_NAME).addAppender(log);
        TALKATIVE.forEach(name -> logger(name).setLevel(Level.TRACE));
    }

    @AfterEach
    void leave() {
        TALKATIVE.forEach(name -> logger(name).setLevel(null));
        logger(Logger.ROOT_LOGGER_NAME).detachAppender(log);
    }

    @Test
    void secretsComeOutNowhere() throws IOException {
        Map<String, String> outputs = new LinkedHashMap<>();
        callAsAProgram(outputs);
        callAsAnAdministrator(outputs);
        outputs.put(
                "database",
                String.join("\n", jdbc.sql("script").query(String.class).list()));
        await().until(() -> logged().stream()
                        .filter(line -> line.startsWith("io.tollgate.exchange "))
                        .count()
                >= 10);
        outputs.put("log", String.join("\n", logged()));
        for (Path file : files()) {
            outputs.put(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
        }

        assertThat(outputs).containsKey("/metrics").hasSizeGreaterThan(15);
        assertThat(outputs.get("log")).contains("outcome=COMPLETED");
        assertThat(outputs.get("database")).contains("CREDENTIAL");
        assertThat(leaks(outputs)).isEmpty();
    }

    private static List<String> leaks(Map<String, String> outputs) {
        List<String> leaks = new ArrayList<>();
        outputs.forEach((where, text) -> {
            String lower = text.toLowerCase(Locale.ROOT);
            for (String secret : SECRETS) {
                for (String spelling : spellings(secret)) {
                    int at = lower.indexOf(spelling.toLowerCase(Locale.ROOT));
                    if (at >= 0) {
                        leaks.add(where + ": " + text.substring(Math.max(0, at - 150), at + spelling.length()));
                    }
                }
            }
        });
        return leaks;
    }

    private void callAsAProgram(Map<String, String> outputs) {
        String echo = "{\"error\":{\"message\":\"Key " + UPSTREAM_KEY + " is bad\",\"code\":\"" + UPSTREAM_KEY
                + "\",\"type\":\"" + UPSTREAM_KEY + "\",\"param\":\"" + UPSTREAM_KEY + "\"}}";
        FIRST.then(FakeProvider.USUAL);
        for (int status : new int[] {302, 400, 401, 404, 429, 500}) {
            FIRST.then(FakeProvider.Reply.status(status, "application/json", echo, "X-Key: " + UPSTREAM_KEY));
        }
        FIRST.then(FakeProvider.Reply.events(echo), FakeProvider.Reply.json(echo), FakeProvider.Reply.reset());
        for (int i = 0; i < 10; i++) {
            Gateway.Reply reply = gateway.post(
                    CHAT,
                    "{\"model\":\"gpt\",\"stream\":" + (i == 7)
                            + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
            gateway.record(reply);
            outputs.put("chat " + i, reply.headers().map() + reply.text());
        }
        for (String path : List.of(
                CHAT + "?api_key=" + KEY, "/v1/models/" + KEY, "/v1/models?key=" + WRONG_KEY, "/v1/" + WRONG_KEY)) {
            Gateway.Reply reply = gateway.send(gateway.request(path)
                    .header("Authorization", "Bearer " + WRONG_KEY)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"model\":" + KEY)));
            outputs.put(
                    "wrong " + outputs.size(),
                    reply.headers().map() + reply.text().replace("/v1/" + WRONG_KEY, ""));
        }
        outputs.put(
                "/metrics",
                gateway.send(gateway.request("/metrics/prometheus").header("x-api-key", GatewaySettings.METRICS_KEY))
                        .text());
    }

    private void callAsAnAdministrator(Map<String, String> outputs) {
        outputs.put(
                "sign-in",
                Browser.anonymous(gateway)
                        .send("POST", "/login", "username", "root", "password", WRONG_PASSWORD)
                        .text());
        Browser admin = Browser.signIn(gateway, "root", ADMIN_PASSWORD);
        List<String> paths = new ArrayList<>(List.of("/", "/profile", "/connect", "/system", "/logs"));
        for (String table : List.of("provider", "model", "team", "key")) {
            paths.add("/" + table + "s");
            jdbc
                    .sql("select id from " + (table.equals("key") ? "virtual_key" : table))
                    .query(String.class)
                    .list()
                    .stream()
                    .limit(3)
                    .forEach(id -> paths.add("/" + table + "s/" + id));
        }
        jdbc.sql("select id from usage_record").query(String.class).list().stream()
                .limit(12)
                .forEach(id -> paths.add("/logs/" + id));
        for (String path : paths) {
            Gateway.Reply page = admin.send("GET", path);
            outputs.put(path, page.headers().map() + page.text());
        }
    }

    private List<String> logged() {
        List<ILoggingEvent> events;
        synchronized (log) { // as it does to take one
            events = List.copyOf(log.list);
        }
        return events.stream()
                .map(event -> event.getLoggerName() + " " + event.getFormattedMessage()
                        + (event.getThrowableProxy() == null
                                ? ""
                                : ThrowableProxyUtil.asString(event.getThrowableProxy())))
                .toList();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(data.file("tollgate.mv.db").getParent())) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("settings.yaml"))
                    .toList();
        }
    }

    /** The secret as it is, and as it might be written elsewhere. */
    private static List<String> spellings(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        List<String> spellings = new ArrayList<>(List.of(
                secret,
                new StringBuilder(secret).reverse().toString(),
                URLEncoder.encode(secret, StandardCharsets.UTF_8),
                secret.replace("-", "%2D"),
                HexFormat.of().formatHex(bytes),
                HexFormat.ofDelimiter(" ").formatHex(bytes)));
        for (int shift = 0; shift < 3; shift++) {
            byte[] shifted = new byte[shift + bytes.length];
            System.arraycopy(bytes, 0, shifted, shift, bytes.length);
            String base64 = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            spellings.add(base64.substring(4, base64.length() - 4));
        }
        return spellings;
    }
}

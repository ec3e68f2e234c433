package io.tollgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.TollgateApplication;
import io.tollgate.account.User;
import io.tollgate.account.Users;
import io.tollgate.storage.H2ConsoleStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** The database console in the whole application, switched on and off. */
class H2ConsoleTests {

    private static final String PASSWORD = "a long enough password";
    private static final String KEY = "a-key-of-a-program";
    private static final Path ROUTES = Path.of("src/test/resources/routes.golden.txt");
    private static final String[] PATHS = {"/h2-console", "/h2-console/", "/h2-console/login.do"};

    @TempDir
    private static Path homes;

    private static ConfigurableApplicationContext on;
    private static ConfigurableApplicationContext off;

    @BeforeAll
    static void start() throws IOException {
        on = start(true);
        off = start(false);
    }

    private static ConfigurableApplicationContext start(boolean console) throws IOException {
        Path home = Files.createDirectory(homes.resolve(console ? "on" : "off"));
        String hash = "{bcrypt}" + new BCryptPasswordEncoder(4).encode(PASSWORD);
        Path settings = Files.writeString(homes.resolve(console + ".yaml"), """
            version: 1
            users:
              - {name: admin, role: admin, password-hash: "%s"}
              - {name: leaver, role: admin, password-hash: "%s"}
              - {name: viewer, role: viewer, password-hash: "%s"}
            teams:
              - {name: team}
            keys:
              - {name: program, team: team, secret: %s}
            """.formatted(hash, hash, hash, KEY));
        return new SpringApplicationBuilder(TollgateApplication.class)
                .run(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--tollgate.home=" + home,
                        "--tollgate.config=" + settings,
                        "--tollgate.h2-console.enabled=" + console);
    }

    @AfterAll
    static void stop() {
        on.close();
        off.close();
    }

    @Test
    void isNotThereUnlessSwitchedOn() throws Exception {
        Browser anonymous = new Browser(off);
        Browser admin = new Browser(off).login("admin");

        for (String path : PATHS) {
            assertThat(anonymous.get(path).statusCode()).isEqualTo(404);
            assertThat(admin.get(path).statusCode()).isEqualTo(404);
            assertThat(admin.post(path, Map.of()).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void isForAdministrators() throws Exception {
        Browser anonymous = new Browser(on);
        Browser viewer = new Browser(on).login("viewer");

        for (String path : PATHS) {
            assertThat(anonymous.get(path).statusCode()).isEqualTo(403);
            assertThat(viewer.get(path).statusCode()).isEqualTo(403);
            assertThat(viewer.post(path, Map.of()).statusCode()).isEqualTo(403);
        }
    }

    @Test
    void letsInWhomTheTableOfRoutesSays() throws IOException {
        List<String> lines = new ArrayList<>();
        for (ConfigurableApplicationContext application : List.of(off, on)) {
            String shown = Stream.of(
                            new Browser(application),
                            new Browser(application).withKey(KEY),
                            new Browser(application).login("viewer"),
                            new Browser(application).login("admin"))
                    .map(one -> one.get(PATHS[1]).statusCode())
                    .map(status -> status == 200 ? "in" : status.toString())
                    .collect(Collectors.joining(", "));
            lines.add("GET /h2-console/** (%s): %s".formatted(application == on ? "on" : "off", shown));
        }

        assertThat(Files.readAllLines(ROUTES))
                .filteredOn(line -> line.contains("/h2-console"))
                .isEqualTo(lines);
    }

    @Test
    void closesAtOnceForWhoIsNoLongerAnAdministrator() throws Exception {
        Browser leaver = new Browser(on).login("leaver");
        assertThat(leaver.get("/h2-console/").statusCode()).isEqualTo(200);

        Users users = on.getBean(Users.class);
        User row = users.findByLiveName("leaver").orElseThrow();
        row.retire(Instant.now());
        users.save(row);

        assertThat(leaver.get("/h2-console/").body())
                .doesNotContain("jsessionid")
                .contains("name=\"password\"");
    }

    @Test
    void isFramedByItsOwnPagesOnly() throws Exception {
        HttpResponse<String> page = new Browser(on).login("admin").get("/h2-console/");

        assertThat(page.headers().firstValue("Content-Security-Policy")).contains("frame-ancestors 'self'");
        assertThat(page.headers().firstValue("X-Frame-Options")).contains("SAMEORIGIN");
    }

    @Test
    void logsInAsTheReaderAndShowsRows() throws Exception {
        H2ConsoleStatus console = on.getBean(H2ConsoleStatus.class);
        Browser admin = new Browser(on).login("admin");

        String form = admin.get("/h2-console/").body();
        String session = sessionIn(form);
        String loginPage =
                admin.get("/h2-console/login.jsp?jsessionid=" + session).body();
        assertThat(loginPage).contains(console.url(), console.user());

        String login = "/h2-console/login.do?jsessionid=" + session;
        assertThat(admin.post(login, credentials(console, console.url())).body())
                .contains("frameset");
        String rows = admin.post(
                        "/h2-console/query.do?jsessionid=" + session,
                        Map.of("sql", "select count(*) from usage_record; select * from credential"))
                .body();

        assertThat(rows).contains("COUNT(*)").contains("Not enough rights");
        assertThat(admin.post(login, credentials(console, "jdbc:h2:mem:x")).statusCode())
                .isEqualTo(403);
    }

    private static Map<String, String> credentials(H2ConsoleStatus console, String url) throws IOException {
        return Map.of(
                "driver",
                "org.h2.Driver",
                "url",
                url,
                "user",
                console.user(),
                "password",
                Files.readString(console.passwordFile()));
    }

    private static String sessionIn(String page) {
        Matcher matcher = Pattern.compile("jsessionid=([0-9a-f]+)").matcher(page);
        assertThat(matcher.find()).as(page).isTrue();
        return matcher.group(1);
    }

    /** Keeps its cookies and follows redirects. */
    private static final class Browser {

        private final HttpClient client = HttpClient.newBuilder()
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

        private final String base;
        private @Nullable String key;

        Browser(ConfigurableApplicationContext application) {
            base = "http://127.0.0.1:"
                    + ((WebServerApplicationContext) application).getWebServer().getPort();
        }

        Browser login(String user) {
            Matcher token = TOKEN.matcher(get("/login").body());
            assertThat(token.find()).isTrue();
            post("/login", Map.of("username", user, "password", PASSWORD, "_csrf", token.group(1)));
            return this;
        }

        Browser withKey(String secret) {
            key = secret;
            return this;
        }

        HttpResponse<String> get(String path) {
            return send(HttpRequest.newBuilder(URI.create(base + path)));
        }

        HttpResponse<String> post(String path, Map<String, String> form) {
            String body = form.entrySet().stream()
                    .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining("&"));
            return send(HttpRequest.newBuilder(URI.create(base + path))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString(body)));
        }

        private HttpResponse<String> send(HttpRequest.Builder request) {
            if (key != null) {
                request.header("Authorization", "Bearer " + key);
            }
            try {
                return client.send(request.build(), BodyHandlers.ofString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}

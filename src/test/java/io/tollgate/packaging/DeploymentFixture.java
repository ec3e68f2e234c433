package io.tollgate.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** What a person and a program do with a deployed gateway. */
final class DeploymentFixture {

    static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final String KEY = "a-key-for-the-container-tests";
    private static final String PASSWORD = "correct horse battery";
    private static final String CHAT =
            "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(new CookieManager())
            .connectTimeout(Duration.ofSeconds(20))
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    /** A settings file with a provider, a model, a key and an administrator; as the environment of a container. */
    static Map<String, String> environment(Path directory, String providerUrl) throws IOException {
        String hash = "{bcrypt}" + new BCryptPasswordEncoder(4).encode(PASSWORD);
        Path settings = Files.writeString(directory.resolve("tollgate.yaml"), """
            version: 1
            providers:
              - name: slow
                dialect: openai
                base-url: %s
                credentials:
                  - {name: first, secret: sk-upstream-0123456789}
            models:
              - name: m
                deployments:
                  - {provider: slow, model: up}
                price: {input: 1, output: 2}
            teams:
              - {name: team}
            keys:
              - {name: key, team: team, secret: %s}
            users:
              - {name: ops, password-hash: "%s", role: admin}
            """.formatted(providerUrl, KEY, hash));
        return Map.of("TOLLGATE_CONFIG", settings.toString(), "TOLLGATE_H2CONSOLE_ENABLED", "true");
    }

    void awaitReady(Container container) {
        await().atMost(Duration.ofMinutes(3)).ignoreExceptions().untilAsserted(() -> {
            assertThat(container.hasEnded()).isFalse();
            assertThat(get(container.url("/health/ready")).statusCode()).isEqualTo(200);
        });
    }

    HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Signs in and returns the page that follows. */
    HttpResponse<String> signIn(Container container) throws IOException, InterruptedException {
        String page = get(container.url("/login")).body();
        Matcher csrf = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"").matcher(page);
        assertThat(csrf.find()).as("CSRF token in %s", page).isTrue();
        return send(container, "/login", Map.of("username", "ops", "password", PASSWORD, "_csrf", csrf.group(1)));
    }

    private HttpResponse<String> send(Container container, String path, Map<String, String> fields)
            throws IOException, InterruptedException {
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        return client.send(
                HttpRequest.newBuilder(URI.create(container.url(path)))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /**
     * Logs in to the database console as its reader, once signed in, and gives the page that statements lead to.
     *
     * @param home the data directory
     */
    String query(Container container, Path home, String statements) throws IOException, InterruptedException {
        String session = found(
                "jsessionid=([0-9a-f]+)", get(container.url("/h2-console/")).body());
        String login = get(container.url("/h2-console/login.jsp?jsessionid=" + session))
                .body();
        Map<String, String> reader = Map.of(
                "driver", "org.h2.Driver",
                "url", found("name=\"url\" value=\"([^\"]+)\"", login),
                "user", found("name=\"user\" value=\"([^\"]+)\"", login),
                "password", Files.readString(home.resolve("database-reader.password")));
        assertThat(send(container, "/h2-console/login.do?jsessionid=" + session, reader)
                        .body())
                .contains("frameset");
        return send(container, "/h2-console/query.do?jsessionid=" + session, Map.of("sql", statements))
                .body();
    }

    private static String found(String pattern, String page) {
        Matcher matcher = Pattern.compile(pattern).matcher(page);
        assertThat(matcher.find()).as("%s in %s", pattern, page).isTrue();
        return matcher.group(1);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Asks for sound; gives it as far as it comes. */
    InputStream speech(Container container) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = post(container, "/v1/audio/speech", "{\"model\":\"m\",\"input\":\"hi\"}");
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    private HttpResponse<InputStream> post(Container container, String path, String body)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(container.url(path)))
                        .header("Authorization", "Bearer " + KEY)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
    }

    /** Opens a stream and reads its first event. */
    Events chat(Container container) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = post(container, "/v1/chat/completions", CHAT);
        Events events = new Events(new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8)));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(events.next()).contains("\"first\"").contains("\"model\":\"m\"");
        return events;
    }

    /** A stream that is being read. */
    record Events(BufferedReader reader) {

        String next() {
            try {
                String line = reader.readLine();
                reader.readLine();
                return line == null ? "" : line;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        List<String> rest() {
            return reader.lines().filter(line -> !line.isEmpty()).toList();
        }
    }
}

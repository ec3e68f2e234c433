package io.tollgate.browser;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** The packaged gateway, run by {@code java -jar} on a free port of loopback. */
final class GatewayProcess implements AutoCloseable {

    static final String NAME = "ops";
    static final String PASSWORD = "correct horse battery staple";

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
    private static final String CHAT =
            "{\"model\":\"%s\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Process process;
    private final Path home;
    private final Path log;
    private final String url;

    private GatewayProcess(Path directory, boolean declared) throws IOException {
        home = Files.createDirectories(directory.resolve("home"));
        log = directory.resolve("gateway.log");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx384m",
                        "-jar",
                        System.getProperty("tollgate.war"))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("PORT", "0");
        builder.environment().put("TOLLGATE_ADDRESS", "127.0.0.1");
        builder.environment().put("TOLLGATE_HOME", home.toString());
        builder.environment().put("TOLLGATE_PROVIDER_PRIVATENETWORKS", "127.0.0.0/8");
        if (declared) {
            builder.environment().put("TOLLGATE_CONFIG", settings(directory).toString());
        }
        process = builder.start();
        try {
            url = "http://127.0.0.1:" + awaitPort();
            awaitReady();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** One whose settings file declares an administrator, and nothing else. */
    static GatewayProcess withAdministrator(Path directory) throws IOException {
        return new GatewayProcess(directory, true);
    }

    /** One as it is when it starts for the first time, with nothing set. */
    static GatewayProcess bare(Path directory) throws IOException {
        return new GatewayProcess(directory, false);
    }

    private static Path settings(Path directory) throws IOException {
        return Files.writeString(
                directory.resolve("settings.yaml"), """
                version: 1
                users:
                  - {name: %s, password-hash: "{bcrypt}%s", role: admin}
                """.formatted(NAME, new BCryptPasswordEncoder(4).encode(PASSWORD)));
    }

    private int awaitPort() {
        return await().atMost(PATIENCE)
                .failFast("The gateway ended", () -> !process.isAlive())
                .until(
                        () -> {
                            Matcher matcher = PORT.matcher(Files.readString(log));
                            return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
                        },
                        port -> port > 0);
    }

    private void awaitReady() {
        HttpRequest ready =
                HttpRequest.newBuilder(URI.create(url + "/health/ready")).build();
        await().atMost(PATIENCE)
                .failFast("The gateway ended", () -> !process.isAlive())
                .ignoreExceptions()
                .until(() -> client.send(ready, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200);
    }

    String url() {
        return url;
    }

    /** The password that the first start made for {@code admin}. */
    String firstPassword() throws IOException {
        return Files.readString(home.resolve("admin.password")).strip();
    }

    /** What a program gets that asks a model something. */
    HttpResponse<String> chat(String key, String model, boolean stream) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/v1/chat/completions"))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(CHAT.formatted(model, stream)))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

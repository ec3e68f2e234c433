package io.tollgate.crash;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged gateway as a process that is killed. */
final class Victim implements AutoCloseable {

    static final String KEY = "sk-crash-test-key-of-enough-length";

    /** More than there will be. */
    static final long REQUESTS_PER_DAY = 1_000_000;

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

    private final Process process;
    private final Path log;

    Victim(Program program, Path home, Path settings, Path log) throws IOException {
        this.log = log;
        ProcessBuilder builder = new ProcessBuilder(program.command())
                .directory(home.getParent().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("PORT", "0");
        builder.environment().put("TOLLGATE_ADDRESS", "127.0.0.1");
        builder.environment().put("TOLLGATE_HOME", home.toString());
        builder.environment().put("TOLLGATE_CONFIG", settings.toString());
        builder.environment().put("TOLLGATE_USAGE_SEGMENTSIZE", "40KB");
        builder.environment().put("TOLLGATE_LIMIT_TIMEZONE", "UTC");
        process = builder.start();
    }

    static Path settings(Path directory, String provider) throws IOException {
        return Files.writeString(directory.resolve("settings.yaml"), """
                version: 1
                providers:
                  - name: up
                    dialect: openai
                    base-url: %s
                    credentials: [{name: first, secret: upstream-secret}]
                models:
                  - name: m
                    deployments: [{provider: up, model: up}]
                    price: {input: 1, output: 2}
                teams: [{name: t}]
                keys: [{name: k, team: t, secret: %s, rpd: %d, budget: {amount: 1000000, period: total}}]
                """.formatted(provider, KEY, REQUESTS_PER_DAY));
    }

    /** Waits until it serves. Its address. */
    String awaitReady() {
        String url = "http://127.0.0.1:" + awaitPort();
        HttpRequest ready =
                HttpRequest.newBuilder(URI.create(url + "/health/ready")).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .failFast("The gateway ended", () -> !process.isAlive())
                    .ignoreExceptions()
                    .until(() -> client.send(ready, BodyHandlers.discarding()).statusCode() == 200);
        }
        return url;
    }

    private int awaitPort() {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .failFast("The gateway ended", () -> !process.isAlive())
                .until(
                        () -> {
                            Matcher matcher = PORT.matcher(Files.readString(log));
                            return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
                        },
                        port -> port > 0);
    }

    /** Waits until it is about to read what its predecessor left, or has. */
    void awaitRecovery() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .failFast("The gateway ended", () -> !process.isAlive())
                .until(() -> Files.readString(log).contains("The journal is read from"));
    }

    /** Ends it at once, as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Ends it in order. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            kill();
            throw new AssertionError("The gateway did not stop");
        }
    }

    /** Leaves no process behind, whatever happened. */
    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** What its log holds of errors. */
    List<String> errors() throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains(" ERROR "))
                .toList();
    }
}

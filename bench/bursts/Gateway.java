package bursts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The packaged gateway in a process of its own, with what its operating system and its JVM say of it. */
final class Gateway implements AutoCloseable {

    static final String KEY = "sk-bench-client-41c8";

    private static final Pattern EXCHANGES = Pattern.compile("\"exchanges\":(\\d+)");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path home;
    private final Process process;
    private final String java;
    final int port;

    /** @param settings the providers and models of its settings file */
    Gateway(Options options, String settings, String... properties) throws IOException, InterruptedException {
        home = Files.createTempDirectory("tollgate-bench");
        port = freePort();
        java = options.text("java", "java");
        Path config = Files.writeString(home.resolve("settings.yaml"), "version: 1\n" + settings
                + "teams: [{name: bench}]\nkeys: [{name: bench, team: bench, secret: " + KEY + "}]\n");
        List<String> command = new ArrayList<>(List.of(java));
        command.addAll(List.of(System.getenv().getOrDefault("JVM_FLAGS", "").split(" ")));
        command.removeIf(String::isBlank);
        command.addAll(List.of("-jar", options.text("war", "target/tollgate.war"), "--tollgate.home=" + home,
                "--tollgate.config=" + config, "--server.address=127.0.0.1", "--server.port=" + port,
                "--tollgate.proxy.metrics-addresses=127.0.0.1/32"));
        command.addAll(List.of(properties));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("gateway.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        awaitReady();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(15);
        while (!isReady()) {
            if (!process.isAlive() || System.nanoTime() > until) {
                throw new IOException("The gateway did not start:\n" + Files.readString(home.resolve("gateway.log")));
            }
            Thread.sleep(200);
        }
    }

    private boolean isReady() throws InterruptedException {
        try {
            return get("/health/ready").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    Client client(int timeoutMs) throws IOException {
        return new Client(port, KEY, timeoutMs);
    }

    /** How many exchanges are under way. */
    int exchanges() throws IOException, InterruptedException {
        Matcher found = EXCHANGES.matcher(get("/health").body());
        if (!found.find()) {
            throw new IOException("/health does not count exchanges");
        }
        return Integer.parseInt(found.group(1));
    }

    /** The sum of a metric over its labels. */
    double metric(String beginning) throws IOException, InterruptedException {
        List<String> lines = get("/metrics/prometheus").body().lines()
                .filter(line -> line.startsWith(beginning))
                .toList();
        if (lines.isEmpty()) {
            throw new IOException("/metrics/prometheus has nothing that begins with " + beginning);
        }
        return lines.stream()
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Bytes of heap in use right after a full collection. */
    long heapAfterCollection() throws IOException, InterruptedException {
        String tool = Path.of(java).resolveSibling("jcmd").toString();
        new ProcessBuilder(tool, Long.toString(process.pid()), "GC.run")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        return (long) metric("jvm_memory_used_bytes{area=\"heap\"");
    }

    int threads() throws IOException {
        return Files.readAllLines(proc("status")).stream()
                .filter(line -> line.startsWith("Threads:"))
                .mapToInt(line -> Integer.parseInt(line.substring(8).strip()))
                .sum();
    }

    int files() throws IOException {
        try (Stream<Path> open = Files.list(proc("fd"))) {
            return (int) open.count();
        }
    }

    private Path proc(String file) {
        return Path.of("/proc", Long.toString(process.pid()), file);
    }

    /** What its log has of errors. */
    long errors() throws IOException {
        try (Stream<String> lines = Files.lines(home.resolve("gateway.log"))) {
            return lines.filter(line -> line.contains(" ERROR ")).count();
        }
    }

    /** Ends it in good order. */
    void stop() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IOException("The gateway does not stop");
        }
    }

    /** How many rows the ledger has of each request, by the ids of the requests; only once it has stopped. */
    Map<String, Integer> rows() throws IOException, SQLException {
        Map<String, Integer> rows = new HashMap<>();
        String url = "jdbc:h2:file:" + home.resolve("tollgate");
        String password = Files.readString(home.resolve("database.password")).strip();
        try (Connection database = DriverManager.getConnection(url, "TOLLGATE", password);
                ResultSet found = database.createStatement()
                        .executeQuery("select request_id, count(*) from usage_record group by request_id")) {
            while (found.next()) {
                rows.put(found.getString(1), found.getInt(2));
            }
        }
        return rows;
    }

    static String loadAverage() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            try (Stream<Path> files = Files.walk(home)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.tollgate.packaging;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A servlet container from its own distribution, as unpacked, with the WAR deployed as {@code /tollgate}. */
final class Container implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Path DISTRIBUTIONS = Path.of(System.getProperty("tollgate.containers"));
    private static final Path WAR = Path.of(System.getProperty("tollgate.war"));

    private final Process process;
    private final Path log;
    private final int port;

    private Container(Process process, Path log, Pattern portPattern) {
        this.process = process;
        this.log = log;
        try {
            this.port = awaitPort(portPattern);
        } catch (RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Tomcat, on a free port, else untouched. */
    static Container tomcat(Path java, Path directory, Map<String, String> environment) throws IOException {
        Path home = DISTRIBUTIONS.resolve(System.getProperty("tollgate.test.tomcat"));
        copy(home.resolve("conf"), directory.resolve("conf"));
        for (String folder : List.of("logs", "temp", "work", "webapps")) {
            Files.createDirectories(directory.resolve(folder));
        }
        Path server = directory.resolve("conf/server.xml");
        Files.writeString(
                server,
                Files.readString(server)
                        .replace("port=\"8005\"", "port=\"-1\"")
                        .replace("port=\"8080\"", "port=\"0\" address=\"127.0.0.1\""));
        Files.copy(WAR, directory.resolve("webapps/tollgate.war"));
        List<String> command = List.of(
                java.toString(),
                "-Xmx512m",
                "-Dcatalina.home=" + home,
                "-Dcatalina.base=" + directory,
                "-Djava.util.logging.config.file=" + directory.resolve("conf/logging.properties"),
                "-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager",
                "-Djava.io.tmpdir=" + directory.resolve("temp"),
                "-cp",
                home.resolve("bin/bootstrap.jar") + ":" + home.resolve("bin/tomcat-juli.jar"),
                "org.apache.catalina.startup.Bootstrap",
                "start");
        return start(
                command,
                directory,
                environment,
                "Starting ProtocolHandler \\[\"http-nio-127\\.0\\.0\\.1-auto-\\d+-(\\d+)\"]");
    }

    /** Jetty, on a free port, with the modules a WAR needs. */
    static Container jetty(Path java, Path directory, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path home = DISTRIBUTIONS.resolve(System.getProperty("tollgate.test.jetty"));
        String start = home.resolve("start.jar").toString();
        Process modules = new ProcessBuilder(
                        java.toString(), "-jar", start, "--add-modules=server,http,ee11-deploy,ee11-annotations")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("modules.log").toFile())
                .start();
        if (modules.waitFor() != 0) {
            throw new IOException(Files.readString(directory.resolve("modules.log")));
        }
        Files.copy(WAR, directory.resolve("webapps/tollgate.war"));
        List<String> command =
                List.of(java.toString(), "-Xmx512m", "-jar", start, "jetty.http.host=127.0.0.1", "jetty.http.port=0");
        return start(command, directory, environment, "Started .*ServerConnector@.*\\{127\\.0\\.0\\.1:(\\d+)}");
    }

    private static Container start(
            List<String> command, Path directory, Map<String, String> environment, String portPattern)
            throws IOException {
        Path log = directory.resolve("container.log");
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return new Container(builder.start(), log, Pattern.compile(portPattern));
    }

    private int awaitPort(Pattern pattern) {
        return await().atMost(PATIENCE)
                .failFast("The container ended", () -> !process.isAlive())
                .until(
                        () -> {
                            Matcher matcher = pattern.matcher(log());
                            return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
                        },
                        found -> found > 0);
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + "/tollgate" + path;
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks the container to stop, as a service manager does, and does not wait. */
    void terminate() {
        process.destroy();
    }

    boolean hasEnded() {
        return !process.isAlive();
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

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}

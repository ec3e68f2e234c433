package io.tollgate.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.packaging.DeploymentFixture.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("packaged")
class TomcatTests {

    /** More than the 200 threads an untouched Tomcat has. */
    private static final int STREAMS = 300;

    /** In which Tomcat looks more than once for requests that are to be ended. */
    private static final Duration TICKS = Duration.ofSeconds(3);

    @TempDir
    private Path directory;

    private final DeploymentFixture user = new DeploymentFixture();

    @Test
    void servesMoreStreamsThanTheContainerHasThreads() throws Exception {
        try (SlowProvider provider = new SlowProvider();
                Container tomcat = start(provider);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            user.awaitReady(tomcat);
            assertThat(user.signIn(tomcat).body()).contains("/tollgate/logout");

            List<Future<Events>> begun = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                begun.add(threads.submit(() -> user.chat(tomcat)));
            }
            List<Events> open = new ArrayList<>();
            for (Future<Events> stream : begun) {
                open.add(stream.get()); // none can end before all have begun
            }
            provider.release();
            for (Events stream : open) {
                assertThat(stream.rest()).last().isEqualTo("data: [DONE]");
            }
            assertThatThrownBy(() -> user.speech(tomcat).readAllBytes()).isInstanceOf(IOException.class);
        }
        assertThat(Files.isDirectory(directory.resolve("tollgate-data"))).isTrue();
    }

    @Test
    void letsStreamsEndWhenTheContainerStops() throws Exception {
        try (SlowProvider provider = new SlowProvider();
                Container tomcat = start(provider)) {
            user.awaitReady(tomcat);
            Events stream = user.chat(tomcat);
            tomcat.terminate();
            await().atMost(Duration.ofMinutes(1)).until(() -> tomcat.log().contains("exchanges to end"));
            await().during(TICKS).atMost(Duration.ofMinutes(1)).until(() -> !tomcat.hasEnded());
            provider.release();
            assertThat(stream.rest()).last().isEqualTo("data: [DONE]");
            await().atMost(Duration.ofMinutes(1)).until(tomcat::hasEnded);
            assertThat(tomcat.log()).doesNotContain("did not end in time");
        }
    }

    @Test
    void showsAnAdministratorTheDatabaseButNoSecret() throws Exception {
        try (SlowProvider provider = new SlowProvider();
                Container tomcat = start(provider)) {
            user.awaitReady(tomcat);
            assertThat(user.get(tomcat.url("/h2-console/")).statusCode()).isEqualTo(403);
            user.signIn(tomcat);
            Path home = directory.resolve("tollgate-data");

            assertThat(user.query(tomcat, home, "select name, base_url from provider"))
                    .contains("slow", provider.url());
            assertThat(user.query(tomcat, home, "select name, hint from credential_view"))
                    .contains("first");
            for (String hidden : List.of("credential", "vault_entry", "virtual_key", "app_user")) {
                assertThat(user.query(tomcat, home, "select * from " + hidden)).contains("Not enough rights");
            }
            assertThat(user.query(tomcat, home, "delete from provider")).contains("Not enough rights");
        }
    }

    @Test
    void saysThatTheJavaIsTooOld() throws Exception {
        Optional<Path> old = oldJava();
        assumeThat(old).as("a Java 17 to 24 under /usr/lib/jvm").isPresent();
        try (Container tomcat = Container.tomcat(old.orElseThrow(), directory, Map.of())) {
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(logs(tomcat)).contains("Tollgate needs Java 25"));
        }
    }

    private String logs(Container tomcat) throws IOException {
        StringBuilder all = new StringBuilder(tomcat.log());
        try (Stream<Path> files = Files.list(directory.resolve("logs"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    private Container start(SlowProvider provider) throws IOException {
        return Container.tomcat(
                DeploymentFixture.JAVA, directory, DeploymentFixture.environment(directory, provider.url()));
    }

    private static Optional<Path> oldJava() throws IOException {
        Path homes = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(homes)) {
            return Optional.empty();
        }
        try (Stream<Path> found = Files.list(homes)) {
            return found.filter(home -> home.getFileName().toString().matches(".*\\b(17|21)\\b.*"))
                    .map(home -> home.resolve("bin/java"))
                    .filter(Files::isExecutable)
                    .findFirst();
        }
    }
}

package io.tollgate.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.packaging.DeploymentFixture.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("packaged")
class JettyTests {

    @TempDir
    private Path directory;

    private final DeploymentFixture user = new DeploymentFixture();

    @Test
    void signsInAndStreams() throws Exception {
        try (SlowProvider provider = new SlowProvider();
                Container jetty = Container.jetty(
                        DeploymentFixture.JAVA, directory, DeploymentFixture.environment(directory, provider.url()))) {
            user.awaitReady(jetty);
            assertThat(user.signIn(jetty).body()).contains("/tollgate/logout");
            Events stream = user.chat(jetty);
            provider.release();
            assertThat(stream.rest()).last().isEqualTo("data: [DONE]");
            assertThatThrownBy(() -> user.speech(jetty).readAllBytes()).isInstanceOf(IOException.class);
        }
        assertThat(Files.isDirectory(directory.resolve("tollgate-data"))).isTrue();
    }
}

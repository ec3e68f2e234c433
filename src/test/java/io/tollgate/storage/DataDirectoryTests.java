package io.tollgate.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tollgate.storage.StorageException.Reason.FileExposed;
import io.tollgate.storage.StorageException.Reason.Inaccessible;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataDirectoryTests {

    @TempDir
    private Path temp;

    @Test
    void isWhereTheOperatorSays() {
        Map<String, String> jetty = Map.of("jetty.base", temp.toString());

        assertThat(DataDirectory.locate("/srv/tollgate", jetty::get)).isEqualTo(Path.of("/srv/tollgate"));
    }

    @Test
    void liesInTheBaseOfAContainer() throws IOException {
        Files.createDirectory(temp.resolve("conf"));
        Map<String, String> jetty = Map.of("jetty.base", temp.toString());
        Map<String, String> tomcat = Map.of("catalina.base", temp.toString());

        assertThat(DataDirectory.locate(null, jetty::get)).isEqualTo(temp.resolve("tollgate-data"));
        assertThat(DataDirectory.locate("", tomcat::get)).isEqualTo(temp.resolve("tollgate-data"));
    }

    @Test
    void liesInTheWorkingDirectoryOtherwise() {
        Map<String, String> embeddedTomcat = Map.of("catalina.base", temp.toString());

        assertThat(DataDirectory.locate(null, embeddedTomcat::get)).isEqualTo(Path.of("data"));
        assertThat(DataDirectory.locate(" ", Map.<String, String>of()::get)).isEqualTo(Path.of("data"));
    }

    @Test
    void isMadeForItsOwnerAlone() throws IOException {
        DataDirectory directory = DataDirectory.open(temp.resolve("a/b"));

        assertThat(mode(directory.path())).isEqualTo("rwx------");
        assertThat(mode(directory.spool())).isEqualTo("rwx------");
        assertThat(mode(directory.folder("more"))).isEqualTo("rwx------");
        assertThat(directory.freeBytes().orElseThrow()).isPositive();
    }

    @Test
    void saysWhyItCannotBeMade() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "");

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> DataDirectory.open(file.resolve("data")))
                .satisfies(failure -> assertThat(failure.reason()).isInstanceOf(Inaccessible.class));
    }

    @Test
    void writesASecretFileOnce() throws IOException {
        DataDirectory directory = DataDirectory.open(temp);

        assertThat(directory.readPrivate("secret")).isEmpty();
        assertThat(directory.createPrivate("secret", new byte[] {1})).isTrue();
        assertThat(directory.createPrivate("secret", new byte[] {2})).isFalse();
        assertThat(directory.readPrivate("secret")).contains(new byte[] {1});
        assertThat(mode(directory.file("secret"))).isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw----r--", "rw-r-----", "rw-----w-", "rw-r--r--"})
    void readsNoSecretThatOthersCanReach(String mode) throws IOException {
        DataDirectory directory = DataDirectory.open(temp);
        directory.createPrivate("secret", new byte[] {1});
        Files.setPosixFilePermissions(directory.file("secret"), PosixFilePermissions.fromString(mode));

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> directory.readPrivate("secret"))
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(new FileExposed(directory.file("secret"))))
                .withMessageContaining("other users");
    }

    @Test
    void forgetsSpooledBodies() throws IOException {
        DataDirectory directory = DataDirectory.open(temp);
        Files.writeString(directory.spool().resolve("body"), "{}");

        directory.emptySpool();

        assertThat(directory.spool()).isEmptyDirectory();
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}

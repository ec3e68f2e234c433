package io.tollgate.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.storage.Spool;
import io.tollgate.storage.Spools;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTests {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {10, 3_000_000})
    void readsWhatItWrites(int size) throws Exception {
        byte[] bytes = "0123456789".repeat(size / 10).getBytes(StandardCharsets.US_ASCII);
        try (Spool spool = new Spools(directory).create(16)) {
            spool.write(bytes);
            Body body = new Body()
                    .add("<")
                    .add(spool, 0, 3)
                    .add("-")
                    .add(spool, 3, size)
                    .add(">");
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            body.writeTo(written);
            assertThat(written.size()).isEqualTo(size + 3);
            for (int i = 0; i < 2; i++) {
                assertThat(body.open().readAllBytes()).isEqualTo(written.toByteArray());
            }
        }
    }
}

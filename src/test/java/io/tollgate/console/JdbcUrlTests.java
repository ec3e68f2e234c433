package io.tollgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdbcUrlTests {

    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:file:/data/tollgate;PASSWORD=x;MODE=y, jdbc:h2:file:/data/tollgate",
        "jdbc:postgresql://host:5432/db?user=u&password=p, jdbc:postgresql://host:5432/db",
        "jdbc:postgresql://u:p@host/db, jdbc:postgresql://host/db",
        "jdbc:postgresql://u:p/w@host/db, jdbc:postgresql://host/db",
        "jdbc:postgresql://one:5432/db, jdbc:postgresql://one:5432/db"
    })
    void showsNoSecret(String url, String shown) {
        assertThat(JdbcUrl.withoutSecrets(url)).isEqualTo(shown);
    }
}

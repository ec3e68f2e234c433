package io.tollgate.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.storage.Source;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Names of rows, as far as they can be read. */
class NamesTests {

    private static final UUID ID = new UUID(0, 7);

    @Test
    void areIdsWhileTheDatabaseIsAway() {
        AlertChannel row = new AlertChannel(ID, "ops", ChannelKind.WEBHOOK, Tongue.EN, Source.CONSOLE, Instant.EPOCH);

        assertThat(Names.of(ID, _ -> Optional.of(row))).isEqualTo("ops");
        assertThat(Names.of(ID, _ -> Optional.empty())).isEqualTo(ID.toString());
        assertThat(Names.of(ID, _ -> {
                    throw new DataAccessResourceFailureException("away");
                }))
                .isEqualTo(ID.toString());
        assertThat(Names.of(ID, _ -> {
                    throw new CannotCreateTransactionException("away");
                }))
                .isEqualTo(ID.toString());
    }
}

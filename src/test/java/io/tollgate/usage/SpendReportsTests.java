package io.tollgate.usage;

import static io.tollgate.usage.UsageDatabase.NOON;
import static io.tollgate.usage.UsageDatabase.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tollgate.limit.Scope;
import io.tollgate.usage.SpendReports.Hour;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class SpendReportsTests {

    private final DataSource dataSource = UsageDatabase.create();
    private final JdbcClient jdbc = JdbcClient.create(dataSource);
    private final SpendReports reports = new SpendReports(jdbc);

    @Test
    void sumsUpTheHoursOfAKeyOrATeam() throws SQLException {
        UUID team = UUID.randomUUID();
        UUID key = UUID.randomUUID();
        Instant eleven = NOON.minusSeconds(3_600);
        UsageDatabase.insert(dataSource, List.of(row(eleven.minusSeconds(1)), row(eleven), row(NOON)));
        jdbc.sql("update usage_hour set team_id = ?, key_id = ?")
                .params(team, key)
                .update();
        UsageDatabase.insert(dataSource, List.of(row(NOON), row(NOON)));
        jdbc.sql("update usage_hour set team_id = ? where key_id <> ?")
                .params(team, key)
                .update();
        jdbc.sql("delete from usage_record").update();

        assertThat(reports.hours(Scope.KEY, key, eleven.plusSeconds(900)))
                .containsExactly(new Hour(eleven, 123), new Hour(NOON, 123));
        assertThat(reports.hours(Scope.TEAM, team, NOON)).containsExactly(new Hour(NOON, 369));
        assertThat(reports.hours(Scope.TEAM, key, NOON)).isEmpty();
    }

    @Test
    void onlyKeysAndTeamsSpend() {
        assertThatIllegalArgumentException().isThrownBy(() -> reports.hours(Scope.PROVIDER, UUID.randomUUID(), NOON));
    }
}

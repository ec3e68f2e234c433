package io.tollgate.usage;

import static io.tollgate.usage.UsageDatabase.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.journal.Durability;
import io.tollgate.limit.LimitSettings;
import io.tollgate.storage.StoredSettings;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

class RetentionTests {

    private static final InstantSource CLOCK = InstantSource.fixed(NOON);

    @Test
    void propertiesKeepWhatBudgetsRestOn() {
        assertThatThrownBy(() -> properties(1, 400)).hasMessageContaining("tollgate.usage.keep-records is PT24H");
        assertThatThrownBy(() -> properties(90, 62)).hasMessageContaining("tollgate.usage.keep-hours is");
        assertThatThrownBy(() -> properties(90, 36_501)).hasMessageContaining("between 63 and 36500 days");
        assertThat(properties(2, 63).kept()).isEqualTo(new Retention.Kept(Duration.ofDays(2), Duration.ofDays(63)));
    }

    @Test
    void rowsTellOfAPeriodThatBeginsWithinAnHour() {
        assertThatThrownBy(() -> retention("Asia/Kolkata", properties(62, 400)))
                .hasMessageContaining("tollgate.usage.keep-records is");
        assertThat(retention("Asia/Kolkata", properties(63, 400)).kept().records())
                .isEqualTo(Duration.ofDays(63));
        assertThat(retention("Asia/Shanghai", properties(2, 400)).kept().records())
                .isEqualTo(Duration.ofDays(2));
    }

    @Test
    void aZoneMayBeWithinAnHourForAPartOfTheYear() {
        Retention half = retention("Australia/Lord_Howe", properties(90, 400));

        assertThat(half.leastRecords(Instant.parse("2026-01-15T00:00:00Z"))).isEqualTo(63);
        assertThat(half.leastRecords(Instant.parse("2026-07-15T00:00:00Z"))).isEqualTo(63);
        assertThat(retention("Europe/Berlin", properties(2, 400)).leastRecords(NOON))
                .isEqualTo(2);
    }

    @Test
    void nobodyChoosesLessThanTheZoneNeeds() {
        Retention kolkata = retention("Asia/Kolkata", properties(90, 400));
        Retention.Kept tooShort = new Retention.Kept(Duration.ofDays(62), Duration.ofDays(400));

        assertThatThrownBy(() -> kolkata.choose(tooShort, "an operator")).hasMessageContaining("between 63 and");
        assertThat(kolkata.kept().records()).isEqualTo(Duration.ofDays(90));
    }

    @Test
    void aChoiceIsLengthenedWhenTheZoneIsAnother() {
        StoredSettings stored = new StoredSettings(JdbcClient.create(UsageDatabase.create()), CLOCK);
        retention("Europe/Berlin", properties(90, 400), stored)
                .choose(new Retention.Kept(Duration.ofDays(2), Duration.ofDays(400)), "an operator");

        assertThat(retention("Asia/Kolkata", properties(90, 400), stored).kept().records())
                .isEqualTo(Duration.ofDays(63));
    }

    private static Retention retention(String zone, LedgerProperties properties) {
        StoredSettings stored = new StoredSettings(JdbcClient.create(UsageDatabase.create()), CLOCK);
        return retention(zone, properties, stored);
    }

    private static Retention retention(String zone, LedgerProperties properties, StoredSettings stored) {
        LimitSettings limits = new LimitSettings(ZoneId.of(zone), BigDecimal.ONE, Duration.ofSeconds(30));
        return new Retention(properties, stored, limits, CLOCK);
    }

    private static LedgerProperties properties(int recordDays, int hourDays) {
        return new LedgerProperties(
                Durability.NONE,
                DataSize.ofBytes(20_000),
                DataSize.ofBytes(1_000),
                25,
                Duration.ofDays(recordDays),
                Duration.ofDays(hourDays));
    }
}

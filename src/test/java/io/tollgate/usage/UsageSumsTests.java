package io.tollgate.usage;

import static io.tollgate.usage.UsageDatabase.NOON;
import static io.tollgate.usage.UsageDatabase.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tollgate.journal.Durability;
import io.tollgate.usage.UsageRecord.Outcome;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

class UsageSumsTests {

    private static final LocalDate TODAY = LocalDate.parse("2026-11-20");
    private static final ZoneId INDIA = ZoneId.of("Asia/Kolkata");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private final DataSource dataSource = UsageDatabase.create();
    private final JdbcClient jdbc = JdbcClient.create(dataSource);
    private final LedgerProperties properties = new LedgerProperties(
            Durability.NONE,
            DataSize.ofBytes(20_000),
            DataSize.ofBytes(1_000),
            25,
            Duration.ofDays(90),
            Duration.ofDays(400));
    private final InstantSource clock = InstantSource.fixed(NOON);
    private final Retention retention = UsageDatabase.retention(jdbc, properties);
    private final UsageSums sums = new UsageSums(jdbc, new LedgerNames(jdbc, clock, retention), clock, retention);

    @Test
    void answersFromTheSumsAlone() throws SQLException {
        UsageDatabase.insert(
                dataSource,
                List.of(
                        row(NOON, "a", 200, Outcome.COMPLETED, 1_000),
                        row(NOON.minusSeconds(7_200), "b", 200, Outcome.COMPLETED, 64_000),
                        row(NOON.minusSeconds(9_000), "b", 502, Outcome.UPSTREAM_ERROR, 1_000)));
        jdbc.sql("delete from usage_record").update();

        UsageAnswer answer = sums.answer(question(TODAY, TODAY, ZoneOffset.UTC, Grouping.MODEL));

        assertThat(answer.lines()).extracting(line -> line.label().name()).containsExactly("b", "a");
        assertThat(answer.lines()).extracting(UsageLine::costNano).containsExactly(246L, 123L);
        UsageLine total = answer.total();
        assertThat(List.of(total.requests(), total.errors(), total.inputTokens(), total.cachedTokens()))
                .containsExactly(3L, 1L, 30L, 12L);
        assertThat(total.firstByteP50Micros()).isBetween(900L, 1_100L);
        assertThat(total.firstByteP95Micros()).isBetween(57_600L, 70_400L);
    }

    @Test
    void aWeekIsCountedByHoursAndMoreByDaysOfUtc() throws SQLException {
        UsageDatabase.insert(dataSource, List.of(row(NOON), row(Instant.parse("2026-11-19T23:30:00Z"))));
        jdbc.sql("delete from usage_hour where starts_at < '2026-11-20 00:00:00+00'")
                .update();

        UsageQuestion week = question(TODAY.minusDays(6), TODAY, BERLIN, Grouping.HOUR);
        UsageQuestion more = question(TODAY.minusDays(7), TODAY, BERLIN, Grouping.HOUR);

        assertThat(sums.answer(week).lines())
                .extracting(line -> line.period().from())
                .containsExactly(NOON);
        assertThat(sums.answer(more).lines())
                .extracting(line -> line.period().from())
                .containsExactly(Instant.parse("2026-11-19T00:00:00Z"), Instant.parse("2026-11-20T00:00:00Z"));
        assertThat(week.period().from()).isEqualTo(Instant.parse("2026-11-13T23:00:00Z"));
        assertThat(more.countedBy()).isEqualTo(Grouping.DAY);
    }

    @Test
    void hoursThatAreNotKeptAreCountedByDays() throws SQLException {
        LocalDate old = TODAY.minusDays(500);
        Instant then = old.atTime(12, 0).toInstant(ZoneOffset.UTC);
        UsageDatabase.insert(dataSource, List.of(row(then)));
        jdbc.sql("delete from usage_hour").update();

        assertThat(sums.answer(question(old, old, BERLIN, Grouping.DAY)).total().requests())
                .isEqualTo(1);
    }

    @Test
    void aDayThatBeginsWithinAnHourBeginsWithThatHour() throws SQLException {
        Instant before = Instant.parse("2026-11-19T17:59:00Z");
        Instant after = Instant.parse("2026-11-19T18:45:00Z"); // 00:15 in India
        UsageDatabase.insert(dataSource, List.of(row(before), row(after), row(NOON)));

        UsageAnswer days = sums.answer(question(TODAY.minusDays(1), TODAY, INDIA, Grouping.DAY));

        assertThat(days.lines()).extracting(UsageLine::requests).containsExactly(1L, 2L);
        assertThat(days.lines().getLast().period())
                .isEqualTo(new Period(Instant.parse("2026-11-19T18:00:00Z"), Instant.parse("2026-11-20T18:00:00Z")));
        assertThat(sums.answer(question(TODAY, TODAY, INDIA, Grouping.OUTCOME))
                        .total()
                        .requests())
                .isEqualTo(2);
    }

    @Test
    void aDayMayHaveTwentyFiveHours() throws SQLException {
        LocalDate long25 = LocalDate.parse("2026-10-25");
        UsageDatabase.insert(
                dataSource,
                List.of(row(Instant.parse("2026-10-24T22:00:00Z")), row(Instant.parse("2026-10-25T22:59:00Z"))));

        UsageAnswer answer = sums.answer(question(long25, long25, BERLIN, Grouping.DAY));

        assertThat(answer.lines())
                .singleElement()
                .extracting(UsageLine::requests)
                .isEqualTo(2L);
        assertThat(Duration.between(
                        answer.total().period().from(), answer.total().period().to()))
                .isEqualTo(Duration.ofHours(25));
    }

    @Test
    void namesThatAreTooManyShareALine() throws SQLException {
        List<UsageRecord> rows = new ArrayList<>();
        for (int i = 0; i < UsageGroups.MOST_MODELS + 100; i++) {
            rows.add(row(NOON, "m" + i, 200, Outcome.COMPLETED, 1_000));
        }
        rows.add(row(NOON, "z", 200, Outcome.COMPLETED, 1_000));
        rows.add(row(NOON, "z", 200, Outcome.COMPLETED, 1_000));
        UsageDatabase.insert(dataSource, rows);

        UsageAnswer answer = sums.answer(question(TODAY, TODAY, ZoneOffset.UTC, Grouping.MODEL));

        assertThat(answer.lines()).hasSize(UsageGroups.MOST_MODELS + 1);
        assertThat(answer.lines().subList(0, 2))
                .extracting(line -> line.label().name(), UsageLine::requests)
                .containsExactly(tuple("other", 101L), tuple("z", 2L));
        assertThat(answer.lines().stream().mapToLong(UsageLine::costNano).sum())
                .isEqualTo(answer.total().costNano())
                .isEqualTo(rows.size() * 123L);
    }

    @Test
    void whatHasNoTeamIsAGroupOfItsOwn() throws SQLException {
        UsageDatabase.insert(dataSource, List.of(row(NOON)));

        UsageLine line = sums.answer(question(TODAY, TODAY, ZoneOffset.UTC, Grouping.TEAM))
                .lines()
                .getFirst();

        assertThat(line.label().id()).isEqualTo(UsageFilter.NONE);
        assertThat(line.label().name()).isNull();
    }

    @Test
    void groupsByTwoThingsFromTheSumsAlone() throws SQLException {
        UsageDatabase.insert(
                dataSource,
                List.of(
                        row(NOON, "a", 200, Outcome.COMPLETED, 1_000),
                        row(NOON.minusSeconds(86_400), "a", 200, Outcome.COMPLETED, 1_000),
                        row(NOON, "b", 200, Outcome.COMPLETED, 1_000),
                        row(NOON, "b", 502, Outcome.UPSTREAM_ERROR, 1_000)));
        jdbc.sql("delete from usage_record").update();
        UsageQuestion question = question(TODAY.minusDays(1), TODAY, ZoneOffset.UTC, Grouping.MODEL);

        assertThat(sums.answer(question.then(Grouping.OUTCOME)).lines())
                .extracting(line -> line.label().name(), line -> line.then().name(), UsageLine::requests)
                .containsExactly(
                        tuple("a", "COMPLETED", 2L), tuple("b", "COMPLETED", 1L), tuple("b", "UPSTREAM_ERROR", 1L));
        UsageAnswer days = sums.answer(question.then(Grouping.DAY));
        assertThat(days.lines())
                .extracting(line -> line.label().name(), line -> line.period().from())
                .containsExactly(
                        tuple("a", Instant.parse("2026-11-19T00:00:00Z")),
                        tuple("a", Instant.parse("2026-11-20T00:00:00Z")),
                        tuple("b", Instant.parse("2026-11-20T00:00:00Z")));
        assertThat(days.total().requests()).isEqualTo(4);
    }

    @Test
    void theSameTwiceAndTimeWithinTimeCountOnce() {
        UsageQuestion byDay = question(TODAY, TODAY, ZoneOffset.UTC, Grouping.DAY);

        assertThat(byDay.then(Grouping.DAY)).isEqualTo(byDay);
        assertThat(byDay.then(Grouping.HOUR)).isEqualTo(byDay);
        assertThat(byDay.then(null)).isEqualTo(byDay);
        assertThat(question(TODAY.minusDays(30), TODAY, ZoneOffset.UTC, Grouping.KEY)
                        .then(Grouping.HOUR)
                        .countedThen())
                .isEqualTo(Grouping.DAY);
    }

    @Test
    void pairsThatAreTooManyShareALine() throws SQLException {
        List<UsageRecord> rows = new ArrayList<>();
        int models = UsageGroups.MOST_PAIRS / 8;
        for (int i = 0; i < models * 9; i++) {
            rows.add(row(NOON.minusSeconds(3_600L * (i % 9)), "m" + i / 9, 200, Outcome.COMPLETED, 1_000));
        }
        UsageDatabase.insert(dataSource, rows);

        UsageAnswer answer = sums.answer(
                question(TODAY, TODAY, ZoneOffset.UTC, Grouping.HOUR).then(Grouping.MODEL));

        assertThat(answer.lines()).hasSizeLessThanOrEqualTo(UsageGroups.MOST_PAIRS + 1);
        assertThat(answer.lines().stream().mapToLong(UsageLine::costNano).sum())
                .isEqualTo(answer.total().costNano())
                .isEqualTo(rows.size() * 123L);
    }

    private UsageQuestion question(LocalDate first, LocalDate last, ZoneId zone, Grouping by) {
        return UsageQuestion.of(first, last, zone, by, sums.hoursKept());
    }
}

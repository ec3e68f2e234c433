package io.tollgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.console.BurnDown.Outlook;
import io.tollgate.console.BurnDown.Step;
import io.tollgate.limit.Budget;
import io.tollgate.limit.BudgetPeriod;
import io.tollgate.usage.SpendReports.Hour;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class BurnDownTests {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ZoneId INDIA = ZoneId.of("Asia/Kolkata");
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    @Test
    void tellsWhatWasLeftAtTheEndOfEachDayOfTheZone() {
        List<Hour> hours = List.of(
                hour("2026-10-31T16:00:00Z", 30), // midnight of the first in Shanghai
                hour("2026-11-01T15:00:00Z", 20),
                hour("2026-11-01T16:00:00Z", 50));

        BurnDown shown = burnDown(BudgetPeriod.MONTH, 300, 120, hours, SHANGHAI);

        assertThat(shown.steps()).hasSize(30);
        assertThat(shown.steps().subList(0, 2))
                .containsExactly(new Step("2026-11-01", 250L, 290L), new Step("2026-11-02", 200L, 280L));
        assertThat(shown.steps().get(18)).isEqualTo(new Step("2026-11-19", 200L, 110L));
        assertThat(shown.steps().get(19)).as("as budgets count").isEqualTo(new Step("2026-11-20", 180L, 100L));
        assertThat(shown.steps().get(20)).isEqualTo(new Step("2026-11-21", null, 90L));
        assertThat(shown.steps().getLast()).isEqualTo(new Step("2026-11-30", null, 0L));
    }

    @Test
    void aDayIsToldByHours() {
        BurnDown shown = burnDown(BudgetPeriod.DAY, 240, 80, List.of(hour("2026-11-20T01:00:00Z", 80)), ZoneOffset.UTC);

        assertThat(shown.steps()).hasSize(24);
        assertThat(shown.steps().subList(0, 3))
                .containsExactly(
                        new Step("01:00", 240L, 230L), new Step("02:00", 160L, 220L), new Step("03:00", 160L, 210L));
        assertThat(shown.steps().get(12)).isEqualTo(new Step("13:00", 160L, 110L));
        assertThat(shown.steps().get(13).leftNano()).isNull();
        assertThat(shown.steps().getLast().label()).isEqualTo("00:00");
    }

    @Test
    void aBudgetForGoodShowsItsLastThirtyDays() {
        List<Hour> hours = List.of(hour("2026-10-22T05:00:00Z", 100), hour("2026-11-20T05:00:00Z", 50));

        BurnDown shown = burnDown(BudgetPeriod.TOTAL, 1_000, 600, hours, ZoneOffset.UTC);

        assertThat(shown.steps()).hasSize(30);
        assertThat(shown.steps().getFirst()).isEqualTo(new Step("2026-10-22", 450L, null));
        assertThat(shown.steps().getLast()).isEqualTo(new Step("2026-11-20", 400L, null));
        assertThat(shown.outlook()).isEqualTo(Outlook.RUNS_OUT);
        assertThat(shown.when()).isEqualTo("2027-02-07"); // 150 in 29.5 days
    }

    @Test
    void anHourThatHoldsMidnightBelongsToTheDayThatHasItsMiddle() {
        Hour midnight = hour("2026-11-19T18:00:00Z", 10); // the 20th begins at 18:30 in India

        BurnDown shown = burnDown(BudgetPeriod.WEEK, 70, 10, List.of(midnight), INDIA);

        assertThat(shown.steps()).hasSize(7);
        assertThat(shown.steps().get(3)).isEqualTo(new Step("2026-11-19", 70L, 30L));
        assertThat(shown.steps().get(4)).isEqualTo(new Step("2026-11-20", 60L, 20L));
    }

    @Test
    void aDayMayHaveTwentyFiveHours() {
        BudgetStretch day = BudgetStretch.around(Instant.parse("2026-10-25T12:00:00Z"), BudgetPeriod.DAY, BERLIN);

        assertThat(day.ends()).hasSize(25).endsWith(day.to());
        BudgetStretch month = BudgetStretch.around(day.from(), BudgetPeriod.MONTH, BERLIN);
        assertThat(month.ends()).hasSize(31).endsWith(Instant.parse("2026-10-31T23:00:00Z"));
    }

    @Test
    void saysWhatThePresentPaceComesTo() {
        assertThat(outlook(BudgetPeriod.MONTH, 100, 80)).isEqualTo("RUNS_OUT 2026-11-25");
        assertThat(outlook(BudgetPeriod.MONTH, 100, 60)).isEqualTo("LASTS");
        assertThat(outlook(BudgetPeriod.DAY, 100, 80)).isEqualTo("RUNS_OUT_TODAY 15:00");
        assertThat(outlook(BudgetPeriod.MONTH, 100, 0)).isEqualTo("IDLE");
        assertThat(outlook(BudgetPeriod.MONTH, 100, 100)).isEqualTo("SPENT");
        assertThat(outlook(BudgetPeriod.MONTH, 0, 0)).isEqualTo("SPENT");
    }

    @Test
    void aBudgetForGoodMayLastForYears() {
        BurnDown shown = burnDown(
                BudgetPeriod.TOTAL, Long.MAX_VALUE, 1, List.of(hour("2026-11-20T05:00:00Z", 1)), ZoneOffset.UTC);

        assertThat(shown.outlook()).isEqualTo(Outlook.LASTS_YEARS);
    }

    @Test
    void whatIsNewGivesNoPaceYet() {
        Budget budget = new Budget(100, BudgetPeriod.MONTH);
        BudgetStretch stretch = BudgetStretch.around(NOON, BudgetPeriod.MONTH, ZoneOffset.UTC);

        BurnDown shown = BurnDown.of(budget, 5, List.of(), stretch, NOON.minusSeconds(3_600), NOON);
        BurnDown later = BurnDown.of(budget, 5, List.of(), stretch, NOON.minusSeconds(86_400), NOON);

        assertThat(shown.outlook()).isEqualTo(Outlook.EARLY);
        assertThat(later.outlook()).as("5 on each day").isEqualTo(Outlook.LASTS);
    }

    private static String outlook(BudgetPeriod period, long amount, long spent) {
        BurnDown shown = burnDown(period, amount, spent, List.of(), ZoneOffset.UTC);
        return shown.outlook() + (shown.when() == null ? "" : " " + shown.when());
    }

    private static BurnDown burnDown(BudgetPeriod period, long amount, long spent, List<Hour> hours, ZoneId zone) {
        BudgetStretch stretch = BudgetStretch.around(NOON, period, zone);
        return BurnDown.of(new Budget(amount, period), spent, hours, stretch, Instant.EPOCH, NOON);
    }

    private static Hour hour(String start, long nano) {
        return new Hour(Instant.parse(start), nano);
    }
}

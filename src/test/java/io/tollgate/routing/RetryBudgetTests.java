package io.tollgate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetryBudgetTests {

    private long now = -5;
    private final RetryBudget budget = new RetryBudget(20, () -> now);

    private int taken() {
        int taken = 0;
        while (budget.take()) {
            taken++;
        }
        return taken;
    }

    @Test
    void allowsAFewWithoutTraffic() {
        assertThat(taken()).isEqualTo(20);
        now += 1_000_000_000L;
        assertThat(taken()).isEqualTo(2);
        now += 3_600_000_000_000L;
        assertThat(taken()).isEqualTo(20);
    }

    @Test
    void allowsOneForFiveRequests() {
        taken();
        for (int i = 0; i < 1_000; i++) {
            budget.request();
        }

        assertThat(taken()).isEqualTo(200);
    }

    @Test
    void keepsOnlySoMuch() {
        for (int i = 0; i < 1_000_000; i++) {
            budget.request();
        }

        assertThat(taken()).isEqualTo(500);
    }
}

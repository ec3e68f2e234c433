package io.tollgate.console;

import io.tollgate.usage.Totals;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The figures on top of the overview: each with what changed since the period before. */
@Component
class OverviewCards {

    private static final String ALL = "/logs?last=24h";
    private static final String FAILED = "/logs?last=24h&result=failed";

    private final Show show;
    private final Money money;

    OverviewCards(Show show, Money money) {
        this.show = show;
        this.money = money;
    }

    List<Card> of(Totals now, Totals before) {
        return List.of(
                new Card(
                        "requests",
                        "bi-arrow-left-right",
                        show.brief(now.requests()),
                        relative(now.requests(), before.requests(), false),
                        ALL),
                new Card(
                        "cost",
                        "bi-cash-coin",
                        money.brief(now.costNano()),
                        relative(now.costNano(), before.costNano(), false),
                        ALL),
                new Card(
                        "errors",
                        "bi-exclamation-octagon",
                        show.share(now.errorRate()),
                        before.requests() == 0 ? null : points(now.errorRate() - before.errorRate()),
                        FAILED),
                new Card(
                        "firstByte",
                        "bi-stopwatch",
                        show.micros(now.firstByteP95Micros()),
                        relative(now.firstByteP95Micros(), before.firstByteP95Micros(), true),
                        ALL));
    }

    private static @Nullable Delta relative(@Nullable Long now, @Nullable Long before, boolean riseIsBad) {
        if (now == null || before == null || before == 0) {
            return null;
        }
        double change = 100.0 * (now - before) / before;
        return new Delta(String.format(Locale.ROOT, "%+.0f %%", change), direction(change), riseIsBad);
    }

    private static Delta points(double change) {
        return new Delta(String.format(Locale.ROOT, "%+.2f %%", change * 100), direction(change), true);
    }

    private static int direction(double change) {
        return Math.abs(change) < 0.000_05 ? 0 : change > 0 ? 1 : -1;
    }

    /**
     * One figure.
     *
     * @param link the rows behind it
     */
    record Card(
            String key, String icon, String value, @Nullable Delta delta, String link) {}

    /**
     * What changed.
     *
     * @param direction 1 for a rise, -1 for a fall
     */
    record Delta(String text, int direction, boolean riseIsBad) {

        /** The colour of it: a rise may be neither good nor bad. */
        public String tone() {
            if (!riseIsBad || direction == 0) {
                return "text-secondary";
            }
            return direction > 0 ? "text-red" : "text-green";
        }

        public String icon() {
            return direction == 0 ? "bi-dash" : direction > 0 ? "bi-arrow-up-right" : "bi-arrow-down-right";
        }
    }
}

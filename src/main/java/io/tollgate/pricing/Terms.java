package io.tollgate.pricing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is asked, in which money, and how long.
 *
 * @param from absent: since ever
 * @param until excluded; absent: for ever
 */
public record Terms(
        Currency currency,
        Schedule schedule,
        @Nullable Instant from,
        @Nullable Instant until) {

    /** In dollars, at all times. */
    public static Terms of(Rates rates) {
        return new Terms(Currency.USD, Schedule.of(rates), null, null);
    }

    public Terms {
        if (from != null && until != null && !from.isBefore(until)) {
            throw new PriceException("A price ends after it begins");
        }
    }

    /** With other rates outside of the windows. */
    public Terms with(Rates rates) {
        return new Terms(currency, new Schedule(rates, schedule.windows()), from, until);
    }

    /** Whether that moment is within. */
    public boolean covers(Instant moment) {
        return (from == null || !moment.isBefore(from)) && (until == null || moment.isBefore(until));
    }

    /** All of it on one line, as it stands in files. */
    public String summary() {
        String rates = PriceJson.text(schedule).replace("\"", "").replace(",", ", ");
        String money = currency.equals(Currency.USD) ? "" : " " + currency.code();
        return rates.substring(1, rates.length() - 1)
                + money
                + (from == null ? "" : " from " + from)
                + (until == null ? "" : " until " + until);
    }

    /** Whether nothing is asked for. */
    public boolean isEmpty() {
        return schedule.rates().isEmpty() && schedule.windows().isEmpty();
    }
}

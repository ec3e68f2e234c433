package io.tollgate.pricing;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;

/**
 * What is asked at which time of the day.
 *
 * @param rates when no window is open
 * @param windows the first one open counts
 */
public record Schedule(Rates rates, List<Window> windows) {

    /**
     * Hours with rates of their own, in UTC.
     *
     * @param end excluded; an end before the start is on the next day
     */
    public record Window(LocalTime start, LocalTime end, Rates rates) {

        private boolean isOpen(LocalTime time) {
            boolean started = !time.isBefore(start);
            boolean ended = !time.isBefore(end);
            return start.isBefore(end) ? started && !ended : started || !ended;
        }
    }

    private static final int MOST_WINDOWS = 6;

    public Schedule {
        windows = List.copyOf(windows);
        if (windows.size() > MOST_WINDOWS) {
            throw new PriceException("A price has at most " + MOST_WINDOWS + " windows");
        }
    }

    public static Schedule of(Rates rates) {
        return new Schedule(rates, List.of());
    }

    /** What is asked at that moment. */
    public Rates at(Instant moment) {
        if (windows.isEmpty()) {
            return rates;
        }
        LocalTime time = moment.atZone(ZoneOffset.UTC).toLocalTime();
        return windows.stream()
                .filter(window -> window.isOpen(time))
                .findFirst()
                .map(Window::rates)
                .orElse(rates);
    }
}

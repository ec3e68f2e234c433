package io.tollgate.limit;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code tollgate.limit.*}.
 *
 * @param timeZone whose midnight begins a day, a week and a month; the server's when it is not set
 * @param reserveCap most US dollars that are reserved for one request
 * @param queueWait how long a request waits in a queue at most
 */
@ConfigurationProperties("tollgate.limit")
public record LimitSettings(
        @Nullable ZoneId timeZone,
        @DefaultValue("1") BigDecimal reserveCap,
        @DefaultValue("30s") Duration queueWait) {

    private static final int NANO = 9;

    public LimitSettings {
        BigDecimal nano = reserveCap.movePointRight(NANO);
        if (nano.compareTo(BigDecimal.ONE) < 0 || nano.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException(
                    "tollgate.limit.reserve-cap is " + reserveCap + ": give dollars, from 0.000000001 to 9223372036");
        }
    }

    /** Whose midnight counts. */
    public ZoneId zone() {
        return timeZone == null ? ZoneId.systemDefault() : timeZone;
    }

    /** In nano-dollars. */
    public long reserveCapNano() {
        return reserveCap.movePointRight(NANO).longValue();
    }
}

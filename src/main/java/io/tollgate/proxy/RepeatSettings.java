package io.tollgate.proxy;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code tollgate.proxy.repeats.*}: the answers kept for requests with an {@code Idempotency-Key}.
 *
 * @param keep how long each is kept
 * @param maxAnswers how many are kept; 0 keeps none
 * @param maxBytes how much memory they take, with those that are being recorded
 * @param maxAnswer larger ones are not kept
 */
@ConfigurationProperties("tollgate.proxy.repeats")
record RepeatSettings(
        @DefaultValue("1h") Duration keep,
        @DefaultValue("10000") int maxAnswers,
        @DefaultValue("32MB") DataSize maxBytes,
        @DefaultValue("4MB") DataSize maxAnswer) {}

package io.tollgate.console;

import io.tollgate.access.VirtualKey;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A virtual key as it is typed.
 *
 * @param scope {@code all} models, or {@code some}
 * @param models the names of some; may hold blanks
 * @param expiry {@code never}, {@code keep}, {@code date}, or a stretch from now on; absent: as it is
 * @param date the last day of the key, in UTC
 * @param metrics whether it may read the gateway's metrics
 * @param noChoice whether its requests may not say which provider is to answer
 */
record KeyForm(
        @NotBlank(message = "{pages.required}")
        @Size(max = 100)
        @Pattern(regexp = ModelForm.NAME, message = "{pages.nameInvalid}")
        String name,

        @NotBlank(message = "{pages.required}") @Nullable String team,
        @Nullable String scope,
        @Nullable List<String> models,
        @Nullable String expiry,
        @Nullable String date,
        @Nullable String metrics,
        @Nullable String noChoice) {

    /** How long the names of a key's models may be in all, each in a line of its own. */
    static final int LONGEST_MODELS = 8_000;

    private static final String ALL = "*";
    private static final String KEEP = "keep";
    private static final String DATE = "date";
    private static final Map<String, Duration> STRETCHES = Map.of(
            "1d", Duration.ofDays(1),
            "7d", Duration.ofDays(7),
            "30d", Duration.ofDays(30),
            "90d", Duration.ofDays(90),
            "365d", Duration.ofDays(365));

    /** The choices for the end of a new key. */
    static final List<String> EXPIRIES = List.of("never", "1d", "7d", "30d", "90d", "365d", DATE);

    /** The choices for the end of a key that exists. */
    static final List<String> NEW_EXPIRIES = List.of(KEEP, "never", "1d", "7d", "30d", "90d", "365d", DATE);

    static final KeyForm EMPTY = new KeyForm("", null, "all", List.of(), "90d", null, null, null);

    static KeyForm of(VirtualKey key) {
        boolean all = key.getModels().contains(ALL);
        return new KeyForm(
                key.getName(),
                key.getTeamId().toString(),
                all ? "all" : "some",
                all ? List.of() : key.getModels(),
                KEEP,
                null,
                String.valueOf(key.isMetrics()),
                String.valueOf(!key.isMayChoose()));
    }

    /** Whether models are to be chosen and none is. */
    boolean lacksModels() {
        return allowed().isEmpty();
    }

    /** Whether the names of the models are longer than can be kept. */
    boolean hasTooManyModels() {
        return String.join("\n", allowed()).length() > LONGEST_MODELS;
    }

    /** Whether nobody knows what is to be the end. */
    boolean hasUnknownExpiry() {
        return expiry != null && !NEW_EXPIRIES.contains(expiry);
    }

    /** Whether a day is to be named and none is, or one that has passed. */
    boolean lacksDate(Instant now) {
        Instant end = DATE.equals(expiry) ? endOfDate() : Instant.MAX;
        return end == null || !end.isAfter(now);
    }

    /** The models the key may use. */
    List<String> allowed() {
        if (!"some".equals(scope)) {
            return List.of(ALL);
        }
        return models == null
                ? List.of()
                : models.stream()
                        .map(String::strip)
                        .filter(name -> !name.isEmpty() && !name.contains("\n"))
                        .distinct()
                        .toList();
    }

    /** When the key ends. */
    @Nullable
    Instant expiresAt(Instant now, @Nullable Instant present) {
        if (expiry == null || KEEP.equals(expiry)) {
            return present;
        }
        if (DATE.equals(expiry)) {
            return endOfDate();
        }
        Duration stretch = STRETCHES.get(expiry);
        return stretch == null ? null : now.plus(stretch);
    }

    private @Nullable Instant endOfDate() {
        try {
            return date == null ? null : endOf(LocalDate.parse(date.strip()));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Instant endOf(LocalDate day) {
        return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    @Nullable
    UUID teamId() {
        return LogQuery.id(team);
    }

    boolean mayChoose() {
        return !"true".equals(noChoice);
    }

    boolean mayReadMetrics() {
        return "true".equals(metrics);
    }
}

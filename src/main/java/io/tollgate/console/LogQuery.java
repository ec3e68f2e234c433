package io.tollgate.console;

import io.tollgate.usage.UsageFilter;
import io.tollgate.usage.UsageRecord.Outcome;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * What the request logs are filtered by, as it stands in the page's address. What cannot be read is as if it were not
 * there: an old link shows more rows, not an error.
 *
 * @param last how far back, e.g. {@code 24h}; goes before {@code from}
 * @param from in UTC, as a browser's date and time field writes it
 * @param result {@code ok}, {@code failed}, or the name of an outcome
 * @param status the first digit of the HTTP status
 * @param asked the model's name as it was asked for, where {@code model} is also the provider's name for it
 * @param stream {@code true} or {@code false}
 * @param tried a provider that was called, whoever answered in the end
 * @param missed a provider that was called and did not answer
 */
record LogQuery(
        @Nullable String last,
        @Nullable String from,
        @Nullable String to,
        @Nullable String result,
        @Nullable String status,
        @Nullable String model,
        @Nullable String asked,
        @Nullable String team,
        @Nullable String key,
        @Nullable String provider,
        @Nullable String credential,
        @Nullable String stream,
        @Nullable String request,
        @Nullable String tried,
        @Nullable String missed) {

    private static final Map<String, Duration> STRETCHES = Map.of(
            "1h", Duration.ofHours(1), "24h", Duration.ofDays(1), "7d", Duration.ofDays(7), "30d", Duration.ofDays(30));

    /** The choices of {@code last}, the shortest first. */
    static final List<String> LASTS = List.of("1h", "24h", "7d", "30d");

    /**
     * The address of the rows of some time.
     *
     * @param to absent: until now
     * @param fields what else they are filtered by: names and values in turn
     */
    static String link(Instant from, @Nullable Instant to, String... fields) {
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("from", written(from));
        if (to != null) {
            params.put("to", written(to));
        }
        for (int i = 0; i < fields.length; i += 2) {
            params.put(fields[i], fields[i + 1]);
        }
        return "/logs" + query(params);
    }

    private static String written(Instant moment) {
        return LocalDateTime.ofInstant(moment.truncatedTo(ChronoUnit.MILLIS), ZoneOffset.UTC)
                .toString();
    }

    UsageFilter filter(Instant now) {
        Duration stretch = last == null ? null : STRETCHES.get(last);
        return new UsageFilter(
                stretch == null ? instant(from) : now.minus(stretch),
                stretch == null ? instant(to) : null,
                failed(),
                outcome(),
                statusClass(),
                text(model),
                text(asked),
                id(team),
                id(key),
                id(provider),
                id(credential),
                streamed(),
                text(request),
                id(tried),
                id(missed));
    }

    /** Whether anything but the time narrows the rows down: then the form shows all its fields. */
    public boolean narrow() {
        return queryParams().keySet().stream().anyMatch(name -> !name.equals("last"));
    }

    /** The same search, as the query of a link to which more is added. */
    public String query() {
        String query = query(queryParams());
        return query.isEmpty() ? "?" : query + "&";
    }

    private static String query(Map<String, Object> params) {
        UriComponentsBuilder link = UriComponentsBuilder.newInstance();
        params.keySet().forEach(name -> link.queryParam(name, "{" + name + "}"));
        return link.encode().buildAndExpand(params).toUriString();
    }

    private Map<String, Object> queryParams() {
        Map<String, Object> params = new LinkedHashMap<>();
        String[] names = {
            "last",
            "from",
            "to",
            "result",
            "status",
            "model",
            "asked",
            "team",
            "key",
            "provider",
            "credential",
            "stream",
            "request",
            "tried",
            "missed"
        };
        @Nullable
        String[] values = {
            last,
            from,
            to,
            result,
            status,
            model,
            asked,
            team,
            key,
            provider,
            credential,
            stream,
            request,
            tried,
            missed
        };
        for (int i = 0; i < names.length; i++) {
            String value = text(values[i]);
            if (value != null) {
                params.put(names[i], value);
            }
        }
        return params;
    }

    private @Nullable Boolean failed() {
        return "failed".equals(result) ? Boolean.TRUE : "ok".equals(result) ? Boolean.FALSE : null;
    }

    private @Nullable Outcome outcome() {
        return Arrays.stream(Outcome.values())
                .filter(outcome -> outcome.name().equals(result))
                .findFirst()
                .orElse(null);
    }

    private @Nullable Integer statusClass() {
        return status != null && status.matches("[1-5]") ? Integer.valueOf(status) : null;
    }

    private @Nullable Boolean streamed() {
        return "true".equals(stream) ? Boolean.TRUE : "false".equals(stream) ? Boolean.FALSE : null;
    }

    private static @Nullable String text(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    static @Nullable UUID id(@Nullable String text) {
        try {
            return text == null || text.length() != 36 ? null : UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable Instant instant(@Nullable String text) {
        try {
            LocalDateTime time = text == null || text.isBlank() ? null : LocalDateTime.parse(text);
            return time == null || !UsageQuery.isOfThisAge(time.getYear()) ? null : time.toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }
}

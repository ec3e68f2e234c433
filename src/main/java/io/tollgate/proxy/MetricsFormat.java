package io.tollgate.proxy;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How metrics are written: as JSON, unless the request asks for one of Prometheus' formats. */
enum MetricsFormat {
    JSON("application/json"),
    TEXT("text/plain; version=0.0.4; charset=utf-8"),
    OPEN_METRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

    private final String contentType;

    MetricsFormat(String contentType) {
        this.contentType = contentType;
    }

    String contentType() {
        return contentType;
    }

    /**
     * What a request wants.
     *
     * @param format what its query says, which goes before its header
     * @param accept its header {@code Accept}
     */
    static MetricsFormat wanted(@Nullable String format, @Nullable String accept) {
        return switch (format) {
            case "prometheus" -> text(accept);
            case "json" -> JSON;
            case null, default -> best(accept, JSON);
        };
    }

    /** One of Prometheus' formats. */
    static MetricsFormat text(@Nullable String accept) {
        MetricsFormat best = best(accept, TEXT);
        return best == JSON ? TEXT : best;
    }

    /** The one that is named with the highest quality; of equals JSON. What takes anything names nothing. */
    private static MetricsFormat best(@Nullable String accept, MetricsFormat otherwise) {
        MetricsFormat best = otherwise;
        double highest = 0;
        for (String range : accept == null ? new String[0] : accept.split(",")) {
            String[] parts = range.split(";");
            MetricsFormat named = named(parts[0].strip().toLowerCase(Locale.ROOT));
            double quality = quality(parts);
            if (named != null && (quality > highest || quality == highest && quality > 0 && named == JSON)) {
                best = named;
                highest = quality;
            }
        }
        return best;
    }

    private static @Nullable MetricsFormat named(String type) {
        return switch (type) {
            case "application/json" -> JSON;
            case "text/plain" -> TEXT;
            case "application/openmetrics-text" -> OPEN_METRICS;
            default -> null;
        };
    }

    private static double quality(String[] parts) {
        for (String part : parts) {
            String parameter = part.strip();
            if (parameter.startsWith("q=")) {
                try {
                    return Double.parseDouble(parameter.substring(2));
                } catch (NumberFormatException e) {
                    return 0;
                }
            }
        }
        return 1;
    }
}

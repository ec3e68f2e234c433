package io.tollgate.telemetry;

import io.tollgate.chat.Operation;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Traces exchanges where a collector is named; else nothing of it is even loaded. */
@Component
public class Tracing implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Tracing.class);

    private final @Nullable TraceExport export;

    Tracing(TracingSettings settings) {
        if (settings.endpoint().isBlank()) {
            this.export = null;
        } else {
            this.export = TraceExport.to(settings);
            log.info("Traces are sent to {}", settings.place());
        }
    }

    /**
     * What is asked for.
     *
     * @param model the name that the client asked for
     */
    public record Asked(Operation operation, String model, boolean streamed, String requestId) {}

    /**
     * Begins the trace of an exchange.
     *
     * @param header a header of the request by its name
     * @param startedNanos when the request came, by {@link System#nanoTime()}
     */
    public ExchangeTrace begin(Asked asked, Function<String, @Nullable String> header, long startedNanos) {
        return export == null ? ExchangeTrace.NONE : export.begin(asked, header, startedNanos);
    }

    /** Sends what has gathered, and no more from then on. */
    @Override
    public void close() {
        if (export != null) {
            export.close();
        }
    }
}

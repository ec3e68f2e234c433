package io.tollgate.telemetry;

import io.tollgate.chat.Usage;
import io.tollgate.provider.Target;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The trace of one exchange: a span of its own, and one for each call. Where nothing is traced, it does nothing. */
public sealed interface ExchangeTrace permits ExchangeTrace.None, RecordedTrace {

    /** Of an exchange that is not traced. */
    ExchangeTrace NONE = new None();

    /**
     * A provider is about to be called.
     *
     * @param model the provider's name for the model
     * @param why it is called, in one word
     */
    void calling(Target target, String model, String why);

    /** The headers that tell a provider which trace the call under way belongs to. */
    Map<String, String> headers();

    /**
     * The call under way failed.
     *
     * @param error its code
     */
    void failed(String error);

    /**
     * The exchange is over, and with it the call that is still under way.
     *
     * @param status what the client was answered
     * @param error its code; absent when it ended well
     * @param firstByteMicros from the request to its answer's first byte; absent when none came
     */
    void ended(int status, @Nullable String error, Usage usage, @Nullable Long firstByteMicros);

    /** Ends what is not over; the exchange left no record. */
    void close();

    /** Does nothing. */
    record None() implements ExchangeTrace {

        @Override
        public void calling(Target target, String model, String why) {
            // nothing is traced
        }

        @Override
        public Map<String, String> headers() {
            return Map.of();
        }

        @Override
        public void failed(String error) {
            // nothing is traced
        }

        @Override
        public void ended(int status, @Nullable String error, Usage usage, @Nullable Long firstByteMicros) {
            // nothing is traced
        }

        @Override
        public void close() {
            // nothing is traced
        }
    }
}

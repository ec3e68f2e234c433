package io.tollgate.provider;

import io.tollgate.provider.ProviderFailure.Phase;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.jspecify.annotations.Nullable;

/** An answer that comes over HTTP. */
final class HttpResponse extends ProviderResponse {

    /** How long a provider may take to end its answer after it has said that this is all. */
    private static final long END_NANOS = 200_000_000L;

    /** How long it may take to say what was wrong with a request. */
    private static final long REFUSAL_NANOS = 3_000_000_000L;

    /** How long it may take to say so after all that matters has come, or between what it says then. */
    private static final long LAST_WORDS_NANOS = 3_000_000_000L;

    private final HttpUriRequestBase request;
    private final ClassicHttpResponse response;
    private final Watchdog.Watch watch;
    private final Cancellation cancellation;
    private final Body watched;
    private final Supplier<@Nullable Duration> usedUp;

    private HttpResponse(
            String contentType,
            Body body,
            HttpUriRequestBase request,
            ClassicHttpResponse response,
            Watchdog.Watch watch,
            Cancellation cancellation,
            Supplier<@Nullable Duration> usedUp) {
        super(contentType, body);
        this.cancellation = cancellation;
        this.usedUp = usedUp;
        this.watched = body;
        this.request = request;
        this.response = response;
        this.watch = watch;
    }

    /**
     * @param cancellation whoever ends the call early
     * @param usedUp how long nothing is left of one of the provider's limits, as its headers say
     */
    static HttpResponse of(
            HttpUriRequestBase request,
            ClassicHttpResponse response,
            Watchdog.Watch watch,
            Cancellation cancellation,
            Supplier<@Nullable Duration> usedUp)
            throws IOException {
        var entity = response.getEntity();
        InputStream content = entity == null ? InputStream.nullInputStream() : entity.getContent();
        String type = entity == null || entity.getContentType() == null ? "" : entity.getContentType();
        return new HttpResponse(type, new Body(content, watch), request, response, watch, cancellation, usedUp);
    }

    @Override
    public @Nullable Duration usedUp() {
        return usedUp.get();
    }

    @Override
    public void begun() {
        watch.begun();
    }

    @Override
    public void concluded() {
        watch.pausesAtMost(LAST_WORDS_NANOS);
    }

    /** What comes now says why there is no answer: it is not waited for long, for somebody else may have one. */
    void refuses() {
        watch.endsWithin(REFUSAL_NANOS);
    }

    @Override
    public ProviderException failed(IOException cause) {
        ProviderFailure abandoned = cancellation.failure(true);
        if (abandoned != null) {
            return new ProviderException(abandoned, cause);
        }
        Phase expired = watch.expired();
        return new ProviderException(
                expired == null ? new ProviderFailure.Broken() : new ProviderFailure.TimedOut(expired), cause);
    }

    @Override
    public void finish() {
        watch.endsWithin(END_NANOS);
        byte[] rest = new byte[64];
        try {
            int read;
            do {
                read = watched.read(rest, 0, rest.length);
            } while (read >= 0);
        } catch (IOException e) {
            request.cancel();
        }
    }

    @Override
    public void cancel() {
        request.cancel();
    }

    /**
     * Returns the connection to the pool when the body was read to its end; else cuts it, without draining the body.
     */
    @Override
    public void close() {
        watch.end();
        if (!watched.ended) {
            request.cancel();
        }
        try {
            response.close();
        } catch (IOException e) {
            request.cancel();
        }
    }

    /** Tells the watchdog of every read, and remembers whether the end was reached. */
    private static final class Body extends FilterInputStream {

        private final Watchdog.Watch watch;
        private boolean ended;

        private Body(InputStream in, Watchdog.Watch watch) {
            super(in);
            this.watch = watch;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = in.read(bytes, offset, length);
            if (read < 0) {
                ended = true;
            } else {
                watch.alive();
            }
            return read;
        }
    }
}

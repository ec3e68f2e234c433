package io.tollgate.proxy;

import io.tollgate.chat.GatewayError;
import io.tollgate.chat.Operation;
import io.tollgate.chat.Usage;
import io.tollgate.dialect.AnswerScan;
import io.tollgate.dialect.ClientRequest;
import io.tollgate.dialect.FrameEditor;
import io.tollgate.dialect.FrameReader;
import io.tollgate.dialect.OpenAiClientDialect;
import io.tollgate.dialect.SseReader;
import io.tollgate.dialect.StreamFormatException;
import io.tollgate.dialect.Translation;
import io.tollgate.limit.Quota;
import io.tollgate.provider.ProviderException;
import io.tollgate.provider.ProviderFailure;
import io.tollgate.provider.Transports;
import io.tollgate.usage.UsageMeter;
import io.tollgate.usage.UsageRecord.Outcome;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Passes an answer on to the client as it comes, metered on the way. */
final class Relay {

    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
    private static final GatewayError CUT_OFF =
            GatewayError.server(502, "upstream_truncated", "The provider's answer was cut off.");
    private static final GatewayError NOT_AN_EVENT =
            GatewayError.server(502, "upstream_bad_response", "The provider's answer is not what was asked for.");

    private static final String JSON = "application/json";
    private static final Set<String> FRAMED = Set.of("text/event-stream", "application/x-ndjson");

    private final Transports transports;
    private final RoutingHeaders headers;

    Relay(Transports transports, RoutingHeaders headers) {
        this.headers = headers;
        this.transports = transports;
    }

    /**
     * Passes the answer on.
     *
     * @param wait the client's, between what goes out
     * @param quota the caller's: what is left of it when the answer is whole goes out with it
     * @throws ClientGoneException when the client does not take it
     */
    void relay(
            Answer answer,
            ClientRequest request,
            HttpServletResponse response,
            KeepAlive.Wait wait,
            Quota quota,
            UsageMeter meter)
            throws ClientGoneException {
        try {
            FrameWriter out = new FrameWriter(
                    response.getOutputStream(), answer instanceof Answer.Raw ? KeepAlive.Wait.NONE : wait);
            switch (answer) {
                case Answer.Whole whole -> {
                    tellEstimate(whole, request, response);
                    whole(whole, request, response, quota, out, meter);
                }
                case Answer.Translated stream -> translated(stream, response, out, meter);
                case Answer.Live stream -> stream(stream, request, response, out, meter);
                case Answer.Split split -> split(split, request, response, out, meter);
                case Answer.Raw raw -> raw(raw, request, response, out, meter);
            }
        } catch (ClientGoneException e) {
            meter.ended(Outcome.CLIENT_CANCELLED, 499, "client_cancelled");
            throw e;
        } catch (IOException e) {
            throw new ClientGoneException(e);
        }
    }

    /** Nobody takes a count for exact that is not. */
    private static void tellEstimate(Answer.Whole answer, ClientRequest request, HttpServletResponse response) {
        Usage usage = answer.usage();
        if (request.operation() == Operation.TOKEN_COUNT && usage != null && usage.source() == Usage.Source.ESTIMATED) {
            response.setHeader("x-tollgate-estimated", "true");
        }
    }

    private void whole(
            Answer.Whole answer,
            ClientRequest request,
            HttpServletResponse response,
            Quota quota,
            FrameWriter out,
            UsageMeter meter)
            throws IOException {
        if (response.isCommitted() && answer.contentType().equals(JSON)) {
            fail(NOT_AN_EVENT, Outcome.UPSTREAM_ERROR, request, out, meter); // it waited for events
            return;
        }
        beginWhole(response, answer.contentType());
        response.setContentLengthLong(answer.body().length());
        meter.used(answer.usage());
        meter.estimatedBy(answer.outputTokens());
        meter.firstByte();
        meter.settle();
        LimitHeaders.put(response, quota);
        headers.putOverhead(response, meter);
        answer.body().writeTo(out);
    }

    private void stream(
            Answer.Live answer, ClientRequest request, HttpServletResponse response, FrameWriter out, UsageMeter meter)
            throws IOException {
        beginEvents(response);
        meter.estimatedBy(answer.scan()::outputTokens);
        meter.firstByte(); // from here on it has cost something, whether or not the client is still there
        out.write(answer.held());
        try {
            if (!events(answer, request, out, meter)) {
                fail(CUT_OFF, Outcome.TRUNCATED, request, out, meter);
            }
        } catch (ClientGoneException e) {
            throw e;
        } catch (FailedEventException e) {
            fail(e.error, Outcome.TRUNCATED, request, out, meter);
        } catch (StreamFormatException e) {
            fail(NOT_AN_EVENT, Outcome.TRUNCATED, request, out, meter);
        } catch (IOException e) {
            broken(answer.response().failed(e), request, out, meter);
        }
    }

    private void translated(Answer.Translated answer, HttpServletResponse response, FrameWriter out, UsageMeter meter)
            throws IOException {
        Translation translation = answer.translation();
        beginFrames(response, translation.contentType());
        meter.estimatedBy(translation::outputTokens);
        meter.firstByte();
        out.write(answer.held());
        try {
            GatewayError error = frames(answer, translation, out, meter);
            if (error != null) {
                fail(error, Outcome.TRUNCATED, translation, out, meter);
            }
        } catch (ClientGoneException e) {
            throw e;
        } catch (StreamFormatException e) {
            fail(NOT_AN_EVENT, Outcome.TRUNCATED, translation, out, meter);
        } catch (IOException e) {
            ProviderFailure failure = answer.response().failed(e).failure();
            fail(failure.error(), outcome(failure), translation, out, meter);
        }
    }

    /** Passes on frame after frame. What went wrong, if the stream did not come to its proper end. */
    private @Nullable GatewayError frames(
            Answer.Translated answer, Translation translation, FrameWriter out, UsageMeter meter) throws IOException {
        FrameReader frames = answer.frames();
        boolean more = true;
        while (more) {
            if (!frames.hasBuffered() && !translation.finished()) {
                out.flush();
            }
            more = ConvertedUpstream.next(frames, answer.response(), translation);
            if (more) {
                translation.frame(frames, out);
            } else {
                translation.end(out);
            }
            meter.used(translation.usage());
            if (translation.failure() != null) {
                return transports.streamError(translation.failure(), answer.target());
            }
        }
        if (!translation.finished()) {
            return CUT_OFF;
        }
        meter.settle();
        out.flush();
        answer.response().finish();
        return null;
    }

    private static void fail(
            GatewayError error, Outcome outcome, Translation translation, FrameWriter out, UsageMeter meter)
            throws IOException {
        meter.ended(outcome, 200, error.code());
        translation.fail(error, out);
        out.flush();
    }

    /** Passes on event after event. Whether the stream came to its proper end. */
    private boolean events(Answer.Live answer, ClientRequest request, FrameWriter out, UsageMeter meter)
            throws IOException {
        SseReader reader = answer.reader();
        AnswerScan scan = answer.scan();
        boolean choices = request.operation().hasChoices();
        FrameEditor editor = new FrameEditor(answer.model(), choices && !request.usageAsked());
        boolean terminal = false;
        do {
            meter.used(scan.usage());
            terminal |= Upstream.isTerminal(scan);
            if (!editor.drops(scan)) {
                editor.write(out, reader, scan);
            }
            if (!reader.hasBuffered() && !terminal) {
                out.flush();
            }
            if (!Upstream.more(reader, answer.response(), Upstream.isConcluded(request.operation(), scan, terminal))) {
                return end(request.operation(), scan, terminal, out, meter);
            }
            if (reader.dataIs(DONE)) {
                settle(scan, meter);
                out.done();
                answer.response().finish();
                return true;
            }
            scan.read(reader.buffer(), reader.from(), reader.to());
            if (scan.failed() && !Upstream.isResponseEvent(scan)) {
                throw new FailedEventException(transports.streamError(Upstream.data(reader), answer.target()));
            }
        } while (true);
    }

    private static boolean end(
            Operation operation, AnswerScan scan, boolean terminal, FrameWriter out, UsageMeter meter)
            throws IOException {
        boolean ended = Upstream.endsWell(operation, scan, terminal);
        if (ended) {
            settle(scan, meter);
            if (operation.hasChoices()) {
                out.done();
            }
        }
        out.flush();
        return ended;
    }

    /** The client may learn that the stream has come to its end once that is written down. */
    private static void settle(AnswerScan scan, UsageMeter meter) {
        if (scan.failed()) {
            meter.ended(Outcome.UPSTREAM_ERROR, 200, "upstream_error");
        } else {
            meter.settle();
        }
    }

    private static void split(
            Answer.Split answer, ClientRequest request, HttpServletResponse response, FrameWriter out, UsageMeter meter)
            throws IOException {
        beginEvents(response);
        FrameEditor editor = new FrameEditor(answer.model(), !request.usageAsked());
        AnswerScan scan = new AnswerScan();
        meter.estimatedBy(scan::outputTokens);
        meter.firstByte();
        for (byte[] event : answer.events()) {
            scan.read(event, 0, event.length);
            meter.used(scan.usage());
            if (!editor.drops(scan)) {
                editor.write(out, event, 0, event.length, scan);
            }
        }
        meter.settle();
        out.done();
    }

    private static void raw(
            Answer.Raw answer, ClientRequest request, HttpServletResponse response, FrameWriter out, UsageMeter meter)
            throws IOException {
        meter.used(BillingUnits.ofRequest(request));
        byte[] chunk = new byte[8192];
        try {
            InputStream in = answer.body();
            response.setContentType(answer.response().contentType());
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                meter.firstByte();
                out.write(chunk, 0, read);
                out.flush();
            }
            meter.settle();
        } catch (ClientGoneException e) {
            throw e;
        } catch (IOException e) {
            meter.ended(
                    Outcome.TRUNCATED,
                    200,
                    answer.response().failed(e).failure().error().code());
            throw new BrokenAnswerException(); // the connection is cut, so that the client does not take it for whole
        }
    }

    /** The frames of a stream may come all at once. */
    private static void beginWhole(HttpServletResponse response, String contentType) {
        if (FRAMED.contains(contentType)) {
            beginFrames(response, contentType);
        } else {
            response.setContentType(contentType);
        }
    }

    private static void beginEvents(HttpServletResponse response) {
        beginFrames(response, "text/event-stream");
    }

    static void beginFrames(HttpServletResponse response, String contentType) {
        response.setContentType(contentType);
        if (contentType.startsWith("text/")) {
            response.setCharacterEncoding("utf-8");
        }
        response.setHeader("Cache-Control", "no-cache, no-store");
        response.setHeader("X-Accel-Buffering", "no");
    }

    private static void broken(ProviderException e, ClientRequest request, FrameWriter out, UsageMeter meter)
            throws IOException {
        fail(e.failure().error(), outcome(e.failure()), request, out, meter);
    }

    private static Outcome outcome(ProviderFailure failure) {
        return switch (Outcome.of(failure)) {
            case UPSTREAM_TIMEOUT -> Outcome.UPSTREAM_TIMEOUT;
            case INTERRUPTED -> Outcome.INTERRUPTED;
            case COMPLETED, CLIENT_CANCELLED, UPSTREAM_REJECTED, UPSTREAM_ERROR, TRUNCATED -> Outcome.TRUNCATED;
        };
    }

    private static void fail(
            GatewayError error, Outcome outcome, ClientRequest request, FrameWriter out, UsageMeter meter)
            throws IOException {
        meter.ended(outcome, 200, error.code());
        out.error(OpenAiClientDialect.errorEvent(request.operation(), error));
    }

    /** Ends a stream that has shown nothing yet with an error. */
    static void error(GatewayError error, ClientRequest request, FrameWriter out) throws IOException {
        if (request.isOpenAi()) {
            out.error(OpenAiClientDialect.errorEvent(request.operation(), error));
        } else {
            request.dialect().encoder(request).fail(error, out);
            out.flush();
        }
    }

    /** An event of the stream is an error. */
    private static final class FailedEventException extends IOException {

        private final transient GatewayError error;

        private FailedEventException(GatewayError error) {
            this.error = error;
        }
    }
}

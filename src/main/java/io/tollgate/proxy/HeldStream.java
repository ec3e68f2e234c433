package io.tollgate.proxy;

import io.tollgate.chat.Operation;
import io.tollgate.chat.Usage;
import io.tollgate.dialect.AnswerScan;
import io.tollgate.dialect.Body;
import io.tollgate.dialect.ClientRequest;
import io.tollgate.dialect.FrameEditor;
import io.tollgate.dialect.SseReader;
import io.tollgate.provider.ProviderException;
import io.tollgate.provider.ProviderResponse;
import io.tollgate.provider.Target;
import io.tollgate.provider.Transports;
import io.tollgate.storage.Spool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream of OpenAI's events on its way into a spool: it goes out whole or not at all, so that whatever breaks it off
 * is the failure of a call, and somebody else can answer from the start.
 */
final class HeldStream {

    /** Lies in a file, when it is large. */
    private static final long LARGEST = 64L * 1024 * 1024;

    static final byte[] LAST = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

    private final ProviderResponse response;
    private final Target target;
    private final Operation operation;
    private final Transports transports;
    private final AnswerScan scan;
    private final Spool spool;
    private final SseReader reader;
    private final FrameEditor editor;
    private final ByteArrayOutputStream event = new ByteArrayOutputStream();
    private @Nullable Usage usage;
    private boolean shown;
    private boolean terminal;
    private boolean done;

    HeldStream(
            ProviderResponse response,
            ClientRequest request,
            Target target,
            Transports transports,
            AnswerScan scan,
            Spool spool) {
        this.response = response;
        this.target = target;
        this.operation = request.operation();
        this.transports = transports;
        this.scan = scan;
        this.spool = spool;
        this.reader = new SseReader(response.body());
        this.editor = new FrameEditor(request.model(), operation.hasChoices() && !request.usageAsked());
    }

    /**
     * Reads it to its end.
     *
     * @throws ProviderException when it has no good end, or is none
     */
    Answer read() throws IOException, ProviderException {
        while (!done && Upstream.more(reader, response, Upstream.isConcluded(operation, scan, terminal))) {
            if (reader.dataIs(Upstream.DONE)) {
                done = true;
            } else {
                take();
            }
        }
        if (!shown || operation.isStreamable() && scan.isHollow(usage)) {
            throw Upstream.empty();
        }
        if (!done && !Upstream.endsWell(operation, scan, terminal)) {
            throw Upstream.bad("upstream_truncated", "The provider's answer was cut off.");
        }
        if (done || operation.hasChoices()) {
            spool.write(LAST);
        }
        response.finish();
        return new Answer.Whole(
                spool, Body.of(spool), "text/event-stream", usage, scan.id(), List.of(), scan::outputTokens);
    }

    private void take() throws IOException, ProviderException {
        scan.read(reader.buffer(), reader.from(), reader.to());
        if (scan.failed()) {
            throw new ProviderException(transports.streamFailure(Upstream.data(reader), target));
        }
        usage = scan.usage() == null ? usage : scan.usage();
        terminal |= Upstream.isTerminal(scan);
        if (!shown && Upstream.shows(operation, scan)) {
            shown = true;
            response.begun();
        }
        if (!editor.drops(scan)) {
            event.reset();
            editor.write(event, reader, scan);
            event.writeTo(spool);
        }
        if (spool.size() > LARGEST) {
            throw Upstream.tooLarge();
        }
    }
}

package io.tollgate.proxy;

import io.tollgate.chat.Operation;
import io.tollgate.chat.Usage;
import io.tollgate.dialect.AnswerScan;
import io.tollgate.dialect.Body;
import io.tollgate.dialect.ChunkMerger;
import io.tollgate.dialect.ChunkSplitter;
import io.tollgate.dialect.ClientRequest;
import io.tollgate.dialect.FrameEditor;
import io.tollgate.dialect.FrameReader;
import io.tollgate.dialect.ProviderRequest;
import io.tollgate.dialect.SseReader;
import io.tollgate.dialect.StreamFormatException;
import io.tollgate.provider.Profile;
import io.tollgate.provider.ProviderException;
import io.tollgate.provider.ProviderFailure.BadAnswer;
import io.tollgate.provider.ProviderResponse;
import io.tollgate.provider.Target;
import io.tollgate.provider.Transports;
import io.tollgate.routing.Candidate;
import io.tollgate.routing.Turn;
import io.tollgate.storage.Spool;
import io.tollgate.storage.Spools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Calls one candidate and reads its answer until it can be passed on: to the first event that has something to show, or
 * to the end of a whole answer. Whatever is wrong with an answer is found here, while another candidate can still do
 * better.
 */
final class Upstream {

    static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
    private static final String JSON = "application/json";
    private static final Set<String> RAW_TYPES = Set.of(
            "application/octet-stream", "text/plain", "text/vtt", "application/x-subrip", "image/png", "image/webp");
    /** Of the Responses API: that it has the request, and that something begins, or ends, that is still empty. */
    private static final Set<String> ANNOUNCEMENTS = Set.of(
            "response.created",
            "response.queued",
            "response.in_progress",
            "response.output_item.added",
            "response.content_part.added",
            "response.reasoning_summary_part.added",
            "response.output_text.done",
            "response.content_part.done",
            "response.output_item.done");

    private static final int SHOWN_OF_ERROR = 4096;
    /** Lies in a file. */
    private static final long LARGEST_ANSWER = 256L * 1024 * 1024;
    /** Lies in memory, several times. */
    private static final long LARGEST_COLLECTED = 32L * 1024 * 1024;
    /** Of events that show nothing. */
    private static final int LARGEST_HELD = 1024 * 1024;

    private static final int USUAL_ANSWER = 2048;

    private final Transports transports;
    private final Spools spools;
    private final SealOrigins seals;
    private final ConvertedUpstream converted;

    Upstream(Transports transports, Spools spools, SealOrigins seals) {
        this.transports = transports;
        this.spools = spools;
        this.seals = seals;
        this.converted = new ConvertedUpstream(transports, spools, seals);
    }

    Answer call(Turn turn, ClientRequest request, Manner manner) throws ProviderException {
        long started = System.nanoTime();
        Answer answer = answer(turn, request, manner);
        if (answer.isOpen()) {
            turn.begun();
        }
        turn.candidate().health().firstByte(System.nanoTime() - started);
        return answer;
    }

    private Answer answer(Turn turn, ClientRequest request, Manner manner) throws ProviderException {
        Candidate candidate = turn.candidate();
        Target target = candidate.target();
        Profile profile = target.profile();
        Operation operation = request.operation();
        boolean stream = request.streamed() || candidate.streamOnly() && operation.hasChoices();
        if (!request.isOpenAi()
                || request.sealedBy() != null
                || !profile.dialect().takes(request, profile.quirks())) {
            return converted.call(turn, request, stream, manner);
        }
        ProviderRequest encoded = request.encode(candidate.providerModel(), stream, profile.quirks())
                .with(manner.headers().get());
        ProviderResponse response = target.transport().call(encoded, target, manner.cancellation());
        turn.begun();
        candidate.health().usedUp(response.usedUp());
        return Attempt.of(response, () -> read(response, request, target, manner));
    }

    private Answer read(ProviderResponse response, ClientRequest request, Target target, Manner manner)
            throws IOException, ProviderException {
        boolean choices = request.operation().hasChoices();
        String type = response.mediaType();
        if (response.isStream()) {
            if (request.streamed()) {
                return manner.isSafe() ? held(response, request, target, manner) : live(response, request, target);
            }
            if (choices) {
                return collect(response, request, target);
            }
            if (request.operation() == Operation.SPEECH) {
                return RawAnswers.live(response, type); // it has a word of its own for being streamed
            }
        } else if (type.equals(JSON) || type.isEmpty() && choices) {
            return request.streamed() && choices
                    ? split(response.body(), request, target)
                    : whole(receive(response.body(), LARGEST_ANSWER), request, target);
        } else if (!choices && (type.startsWith("audio/") || RAW_TYPES.contains(type))) {
            return manner.isSafe() || type.startsWith("text/")
                    ? RawAnswers.whole(response, type, receive(response.body(), LARGEST_ANSWER), request)
                    : RawAnswers.live(response, type);
        }
        throw bad("upstream_bad_content_type", "The provider's answer has another content type than was asked for.");
    }

    private Answer live(ProviderResponse response, ClientRequest request, Target target)
            throws IOException, ProviderException {
        SseReader reader = new SseReader(response.body());
        AnswerScan scan = scan(request, target);
        FrameEditor editor = new FrameEditor(
                request.model(), !request.usageAsked() && request.operation().hasChoices());
        ByteArrayOutputStream held = null;
        Usage usage = null;
        while (more(reader, response, isConcluded(request.operation(), scan, false)) && !reader.dataIs(DONE)) {
            scan.read(reader.buffer(), reader.from(), reader.to());
            if (scan.failed()) {
                throw new ProviderException(transports.streamFailure(data(reader), target));
            }
            usage = scan.usage() == null ? usage : scan.usage();
            if (shows(request.operation(), scan) && !isWordless(request.operation(), scan)) {
                response.begun();
                return new Answer.Live(
                        response,
                        target,
                        request.model(),
                        reader,
                        scan,
                        held == null ? new byte[0] : held.toByteArray());
            }
            if (!editor.drops(scan)) {
                held = held == null ? new ByteArrayOutputStream() : held;
                editor.write(held, reader, scan);
                if (held.size() > LARGEST_HELD) {
                    throw tooLarge();
                }
            }
        }
        if (held == null || !scan.finished() || scan.isHollow(usage)) {
            throw empty();
        }
        return wordless(response, held, usage, scan);
    }

    /** Whether a stream has come to its end without a word: what was used may come yet, and tell why. */
    private static boolean isWordless(Operation operation, AnswerScan scan) {
        return switch (operation) {
            case CHAT, COMPLETIONS -> scan.outputTokens() == 0 && (scan.usage() == null || scan.isHollow(scan.usage()));
            case RESPONSES -> isTerminal(scan) && scan.isHollow(scan.usage());
            default -> false;
        };
    }

    /** A stream that is over and has nothing to show, which may be all there is to say. */
    private Answer wordless(
            ProviderResponse response, ByteArrayOutputStream held, @Nullable Usage usage, AnswerScan scan)
            throws IOException {
        response.finish();
        held.writeBytes(HeldStream.LAST);
        Spool spool = spools.create(held.size());
        spool.write(held.toByteArray());
        return new Answer.Whole(
                spool, Body.of(spool), "text/event-stream", usage, scan.id(), List.of(), scan::outputTokens);
    }

    private Answer held(ProviderResponse response, ClientRequest request, Target target, Manner manner)
            throws IOException, ProviderException {
        AnswerScan scan = scan(request, target);
        Spool spool = spools.create(USUAL_ANSWER);
        boolean good = false;
        try {
            Answer answer = new HeldStream(response, request, target, transports, scan, spool).read();
            good = true;
            return answer;
        } finally {
            if (!good) {
                manner.heard().accept(scan.outputTokens());
                spool.close();
            }
        }
    }

    /** A role or an announcement is nothing to show: while no more has come, another candidate may do better. */
    static boolean shows(Operation operation, AnswerScan scan) {
        return switch (operation) {
            case CHAT, COMPLETIONS -> scan.meaningful() && (scan.finished() || scan.outputTokens() > 0);
            case RESPONSES -> scan.type() == null || scan.outputTokens() > 0 || !ANNOUNCEMENTS.contains(scan.type());
            default -> true;
        };
    }

    /** What a provider keeps under an id, or seals, matters to later requests. */
    private AnswerScan scan(ClientRequest request, Target target) {
        return request.operation() == Operation.RESPONSES
                ? new AnswerScan(seal -> seals.note(seal, target.providerId()))
                : new AnswerScan();
    }

    /** Whether a stream may end here. */
    static boolean endsWell(Operation operation, AnswerScan scan, boolean terminal) {
        return operation.hasChoices() ? scan.finished() : terminal || operation != Operation.RESPONSES;
    }

    /** Whether a stream has said all that it has to say, but for its end. */
    static boolean isConcluded(Operation operation, AnswerScan scan, boolean terminal) {
        return operation.hasChoices() ? scan.finished() : terminal;
    }

    /**
     * Whether there is another frame. Who has said all and does not come to an end, or breaks off there, has come to
     * its end.
     *
     * @param concluded whether all has been said
     */
    static boolean more(FrameReader frames, ProviderResponse response, boolean concluded) throws IOException {
        if (!concluded) {
            return frames.next();
        }
        response.concluded();
        try {
            return frames.next();
        } catch (StreamFormatException e) {
            throw e;
        } catch (IOException e) {
            response.cancel();
            return false;
        }
    }

    /** Whether an event of the Responses API is its last. */
    static boolean isTerminal(AnswerScan scan) {
        return switch (scan.type()) {
            case "response.completed", "response.incomplete", "response.failed" -> true;
            case null, default -> false;
        };
    }

    static boolean isResponseEvent(AnswerScan scan) {
        String type = scan.type();
        return type != null && type.startsWith("response.");
    }

    static String data(SseReader reader) {
        int length = Math.min(reader.to() - reader.from(), SHOWN_OF_ERROR);
        return new String(reader.buffer(), reader.from(), length, StandardCharsets.UTF_8);
    }

    /** Merges a stream into the whole answer that was asked for. A stream that is cut off is no answer. */
    private Answer collect(ProviderResponse response, ClientRequest request, Target target)
            throws IOException, ProviderException {
        response.begun();
        SseReader reader = new SseReader(response.body());
        AnswerScan scan = new AnswerScan();
        ChunkMerger merger = new ChunkMerger();
        boolean complete = false;
        long size = 0;
        while (!complete && more(reader, response, scan.finished())) {
            if (reader.dataIs(DONE)) {
                complete = true;
            } else {
                scan.read(reader.buffer(), reader.from(), reader.to());
                if (scan.failed()) {
                    throw new ProviderException(transports.streamFailure(data(reader), target));
                }
                size += reader.to() - reader.from();
                if (size > LARGEST_COLLECTED) {
                    throw tooLarge();
                }
                merger.add(reader.buffer(), reader.from(), reader.to());
            }
        }
        if (!complete && !scan.finished()) {
            throw bad("upstream_truncated", "The provider's answer was cut off.");
        }
        response.finish();
        byte[] merged = merger.complete();
        Spool spool = spools.create(merged.length);
        spool.write(merged);
        return whole(spool, request, target);
    }

    private Answer split(InputStream body, ClientRequest request, Target target) throws IOException, ProviderException {
        try (Spool spool = receive(body, LARGEST_COLLECTED)) {
            check(scanned(spool, new AnswerScan()), spool, request, target);
            byte[] bytes = spool.array();
            byte[] all = bytes == null ? spool.open().readAllBytes() : bytes;
            return new Answer.Split(request.model(), ChunkSplitter.split(all, 0, (int) spool.size()));
        }
    }

    private Spool receive(InputStream body, long largest) throws IOException, ProviderException {
        Spool spool = spools.create(USUAL_ANSWER);
        try {
            if (!spool.receive(body, largest)) {
                throw tooLarge();
            }
            return spool;
        } catch (IOException | ProviderException e) {
            spool.close();
            throw e;
        }
    }

    private Answer whole(Spool spool, ClientRequest request, Target target) throws IOException, ProviderException {
        boolean good = false;
        try {
            AnswerScan scan = scanned(spool, scan(request, target));
            check(scan, spool, request, target);
            Usage usage = BillingUnits.of(request, scan);
            good = true;
            return new Answer.Whole(
                    spool,
                    new FrameEditor(request.model(), false).whole(spool, scan),
                    JSON,
                    usage,
                    scan.id(),
                    List.of(),
                    scan::outputTokens);
        } finally {
            if (!good) {
                spool.close();
            }
        }
    }

    private static AnswerScan scanned(Spool spool, AnswerScan scan) throws StreamFormatException {
        byte @Nullable [] bytes = spool.array();
        if (bytes != null) {
            scan.read(bytes, 0, (int) spool.size());
        } else {
            scan.read(spool.open());
        }
        return scan;
    }

    /** An error that comes with status 200 is an error all the same. */
    private void check(AnswerScan scan, Spool spool, ClientRequest request, Target target)
            throws IOException, ProviderException {
        if (scan.failed() && scan.choices() < 0) {
            String text = new String(spool.open().readNBytes(SHOWN_OF_ERROR), StandardCharsets.UTF_8);
            throw new ProviderException(transports.streamFailure(text, target));
        }
        boolean written = request.operation().isStreamable();
        if (scan.isBlank()
                || request.operation().hasChoices() && scan.choices() < 1
                || written && scan.isHollow(scan.usage())) {
            throw empty();
        }
    }

    static ProviderException empty() {
        return bad("upstream_empty", "The provider's answer is empty.");
    }

    static ProviderException tooLarge() {
        return bad("upstream_too_large", "The provider's answer is too large.");
    }

    static ProviderException bad(String code, String what) {
        return new ProviderException(new BadAnswer(code, what));
    }
}

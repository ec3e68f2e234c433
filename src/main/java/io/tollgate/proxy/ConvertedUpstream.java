package io.tollgate.proxy;

import static io.tollgate.proxy.Upstream.bad;
import static io.tollgate.proxy.Upstream.empty;
import static io.tollgate.proxy.Upstream.tooLarge;

import io.tollgate.dialect.Body;
import io.tollgate.dialect.ClientRequest;
import io.tollgate.dialect.Destination;
import io.tollgate.dialect.DialectException;
import io.tollgate.dialect.FrameReader;
import io.tollgate.dialect.Losses;
import io.tollgate.dialect.ProviderRequest;
import io.tollgate.dialect.Translation;
import io.tollgate.provider.ProviderException;
import io.tollgate.provider.ProviderFailure;
import io.tollgate.provider.ProviderResponse;
import io.tollgate.provider.Target;
import io.tollgate.provider.Transports;
import io.tollgate.routing.Candidate;
import io.tollgate.routing.Turn;
import io.tollgate.storage.Spool;
import io.tollgate.storage.Spools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Calls a candidate that speaks another dialect than OpenAI's to an OpenAI client, and reads its answer until it can be
 * passed on, converted where the client speaks yet another one.
 */
final class ConvertedUpstream {

    private static final String JSON = "application/json";
    /** Lies in memory, several times. */
    private static final long LARGEST_ANSWER = 32L * 1024 * 1024;
    /** Of frames that show nothing. */
    private static final int LARGEST_HELD = 1024 * 1024;

    private static final int USUAL_ANSWER = 4096;

    private final Transports transports;
    private final Spools spools;
    private final SealOrigins seals;

    ConvertedUpstream(Transports transports, Spools spools, SealOrigins seals) {
        this.seals = seals;
        this.transports = transports;
        this.spools = spools;
    }

    Answer call(Turn turn, ClientRequest request, boolean stream, Manner manner) throws ProviderException {
        Candidate candidate = turn.candidate();
        Target target = candidate.target();
        Translation translation;
        ProviderRequest encoded;
        try {
            Destination to = new Destination(
                    candidate.providerModel(), stream, target.profile().quirks(), new Losses());
            translation = new Translation(
                    request,
                    target.profile().dialect(),
                    to,
                    transports.inliner(),
                    seal -> seals.note(seal, target.providerId()));
            byte[] estimated = translation.estimated();
            if (estimated != null) {
                return whole(estimated, JSON, translation);
            }
            encoded = translation.request().with(manner.headers().get());
        } catch (DialectException e) {
            throw new ProviderException(new ProviderFailure.Unsupported(e.error()));
        }
        ProviderResponse response = target.transport().call(encoded, target, manner.cancellation());
        translation.sent();
        turn.begun();
        candidate.health().usedUp(response.usedUp());
        return Attempt.of(response, () -> read(response, translation, request, target, manner));
    }

    private Answer read(
            ProviderResponse response, Translation translation, ClientRequest request, Target target, Manner manner)
            throws IOException, ProviderException {
        FrameReader frames = response.frames();
        if (frames == null) {
            return whole(response, translation, request, target);
        }
        if (!request.streamed()) {
            return collect(response, frames, translation, target);
        }
        return manner.isSafe()
                ? held(response, frames, translation, target, manner)
                : live(response, frames, translation, target);
    }

    /** Reads a stream to its end, to go out whole or not at all. */
    private Answer held(
            ProviderResponse response, FrameReader frames, Translation translation, Target target, Manner manner)
            throws IOException, ProviderException {
        Spool spool = spools.create(USUAL_ANSWER);
        boolean good = false;
        try {
            fill(spool, response, frames, translation, target);
            good = true;
            return new Answer.Whole(
                    spool,
                    Body.of(spool),
                    translation.contentType(),
                    translation.usage(),
                    null,
                    translation.losses(),
                    translation::outputTokens);
        } finally {
            if (!good) {
                manner.heard().accept(translation.outputTokens());
                spool.close();
            }
        }
    }

    private void fill(
            Spool spool, ProviderResponse response, FrameReader frames, Translation translation, Target target)
            throws IOException, ProviderException {
        while (next(frames, response, translation)) {
            translation.frame(frames, spool);
            check(translation, target);
            if (translation.meaningful()) {
                response.begun();
            }
            if (spool.size() > LARGEST_ANSWER) {
                throw tooLarge();
            }
        }
        translation.end(spool);
        check(translation, target);
        complete(translation);
        response.finish();
    }

    /** An answer that ends without having said so is cut off, and one that says nothing is none. */
    private static void complete(Translation translation) throws ProviderException {
        if (translation.isHollow() || !translation.meaningful() && !translation.finished()) {
            throw empty();
        }
        if (!translation.finished()) {
            throw bad("upstream_truncated", "The provider's answer was cut off.");
        }
    }

    private Answer live(ProviderResponse response, FrameReader frames, Translation translation, Target target)
            throws IOException, ProviderException {
        ByteArrayOutputStream held = new ByteArrayOutputStream();
        while (!translation.meaningful() && next(frames, response, translation)) {
            translation.frame(frames, held);
            check(translation, target);
            if (held.size() > LARGEST_HELD) {
                throw tooLarge();
            }
        }
        if (!translation.meaningful()) {
            return wordless(response, translation, target, held);
        }
        response.begun();
        return new Answer.Translated(response, target, frames, translation, held.toByteArray());
    }

    /** A stream that is over and has nothing to show, which may be all there is to say. */
    private Answer wordless(
            ProviderResponse response, Translation translation, Target target, ByteArrayOutputStream held)
            throws IOException, ProviderException {
        translation.end(held);
        check(translation, target);
        complete(translation);
        response.finish();
        return whole(held.toByteArray(), translation.contentType(), translation);
    }

    private Answer collect(ProviderResponse response, FrameReader frames, Translation translation, Target target)
            throws IOException, ProviderException {
        response.begun();
        OutputStream nowhere = OutputStream.nullOutputStream();
        long size = 0;
        while (next(frames, response, translation)) {
            size += frames.to() - frames.from();
            if (size > LARGEST_ANSWER) {
                throw tooLarge();
            }
            translation.frame(frames, nowhere);
            check(translation, target);
        }
        translation.end(nowhere);
        check(translation, target);
        complete(translation);
        response.finish();
        return whole(translation.collected(), JSON, translation);
    }

    private Answer whole(ProviderResponse response, Translation translation, ClientRequest request, Target target)
            throws IOException, ProviderException {
        try (Spool spool = spools.create(USUAL_ANSWER)) {
            if (!spool.receive(response.body(), LARGEST_ANSWER)) {
                throw tooLarge();
            }
            byte[] answer = translation.whole(spool.open());
            check(translation, target);
            if (answer == null || translation.isHollow()) {
                throw empty();
            }
            return whole(answer, request.streamed() ? translation.contentType() : JSON, translation);
        }
    }

    private Answer whole(byte[] answer, String contentType, Translation translation) {
        Spool spool = spools.create(0);
        return new Answer.Whole(
                spool,
                Body.of(answer),
                contentType,
                translation.usage(),
                null,
                translation.losses(),
                translation::outputTokens);
    }

    private void check(Translation translation, Target target) throws ProviderException {
        String failure = translation.failure();
        if (failure != null) {
            throw new ProviderException(transports.streamFailure(failure, target));
        }
    }

    /** Reads on; {@code [DONE]} is an end as well. */
    static boolean next(FrameReader frames, ProviderResponse response, Translation translation) throws IOException {
        return Upstream.more(frames, response, translation.finished())
                && !(frames.to() - frames.from() == 6 && isDone(frames));
    }

    private static boolean isDone(FrameReader frames) {
        return new String(frames.buffer(), frames.from(), 6, StandardCharsets.US_ASCII).equals("[DONE]");
    }
}

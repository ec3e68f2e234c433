package io.tollgate.proxy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.access.Refusal;
import io.tollgate.access.RefusedException;
import io.tollgate.dialect.ClientRequest;
import io.tollgate.dialect.DialectException;
import io.tollgate.limit.Denial;
import io.tollgate.proxy.KeptAnswers.Name;
import io.tollgate.proxy.KeptAnswers.Standing;
import io.tollgate.proxy.RouteTable.CallerEndpoint;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;

/**
 * Answers a request only once that carries an {@code Idempotency-Key}: who sends it again gets the same answer again. A
 * stream is never kept; its header is ignored.
 */
final class Repeats {

    static final String HEADER = "Idempotency-Key";

    private static final int LONGEST = 255;

    private final RepeatSettings settings;
    private final InstantSource clock;
    private final KeptAnswers answers;
    private final Counter replays;

    Repeats(RepeatSettings settings, InstantSource clock, MeterRegistry registry) {
        this.settings = settings;
        this.clock = clock;
        this.answers = new KeptAnswers(settings);
        this.replays = Counter.builder("tollgate.replays")
                .description("Requests answered with the answer to an earlier one")
                .register(registry);
        Gauge.builder("tollgate.replays.bytes", answers, KeptAnswers::bytes)
                .description("Memory taken by answers kept for repeats")
                .register(registry);
    }

    /**
     * Has a request answered, or gives the answer again.
     *
     * @param exchange answers it
     * @throws DialectException when the same request is under way, or another one has the same name
     * @throws RefusedException when the caller's minute has no room for it
     */
    void once(Call call, ClientRequest request, CallerEndpoint exchange)
            throws DialectException, RefusedException, IOException {
        String words = call.request().getHeader(HEADER);
        if (words == null || words.isBlank() || request.streamed()) {
            exchange.answer(call);
            return;
        }
        if (words.length() > LONGEST) {
            throw new DialectException(ProxyErrors.longHeader(HEADER, LONGEST));
        }
        Name name = new Name(call.caller().teamId(), call.caller().keyId(), request.operation(), words);
        byte[] print = print(call.request(), request);
        switch (answers.take(name, print, clock.instant())) {
            case Standing.New() -> record(name, print, call, exchange);
            case Standing.Answered(KeptAnswer answer) -> replay(answer, call);
            case Standing.UnderWay() -> throw new DialectException(ProxyErrors.UNDER_WAY);
            case Standing.Other() -> throw new DialectException(ProxyErrors.OTHER_REQUEST);
        }
    }

    private void record(Name name, byte[] print, Call call, CallerEndpoint exchange)
            throws DialectException, RefusedException, IOException {
        KeptAnswer answer = null;
        Recording recording =
                new Recording(call.response(), answers, settings.maxAnswer().toBytes());
        try (recording) {
            exchange.answer(call.to(recording));
            answer = recording.answer(print, call.requestId(), clock.instant().plus(settings.keep()));
        } finally {
            answers.free(name, answer);
        }
        recording.deliver();
    }

    /** It is one of the minute's requests, lest it be had without end; nothing else counts it. */
    private void replay(KeptAnswer answer, Call call) throws RefusedException, IOException {
        Denial denial = call.caller().quota().repeat();
        if (denial != null) {
            throw new RefusedException(
                    new Refusal.LimitReached(denial, call.caller().quota()));
        }
        replays.increment();
        LimitHeaders.put(call.response(), call.caller().quota());
        answer.writeTo(call.response());
    }

    /** What is the same for the same request, and for no other. */
    private static byte[] print(HttpServletRequest in, ClientRequest request) throws IOException {
        MessageDigest digest = sha256();
        try (DigestOutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            String head = request.dialect().name() + '\n' + Paths.of(in) + '\n' + in.getQueryString() + '\n';
            out.write(head.getBytes(StandardCharsets.UTF_8));
            request.writeTo(out);
        }
        return digest.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}

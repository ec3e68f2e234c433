package io.tollgate.provider;

import io.tollgate.chat.Operation;
import io.tollgate.chat.Usage;
import io.tollgate.dialect.ClientRequest;
import io.tollgate.dialect.Destination;
import io.tollgate.dialect.DialectException;
import io.tollgate.dialect.FrameReader;
import io.tollgate.dialect.Losses;
import io.tollgate.dialect.ProviderDialect;
import io.tollgate.dialect.ProviderDialects;
import io.tollgate.dialect.ProviderRequest;
import io.tollgate.dialect.Translation;
import io.tollgate.provider.ProviderFailure.BadAnswer;
import io.tollgate.provider.TrialReport.Sent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** One trial under way: what is known of it so far. */
final class TrialRun {

    private static final JsonMapper INDENTED =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final int MAX_BODY = 4 * 1024 * 1024;
    private static final int MAX_SHOWN = 20_000;

    private final Trial trial;
    private final Transports transports;
    private final Losses losses = new Losses();
    private @Nullable UUID credentialId;
    private @Nullable Sent sent;
    private String text = "";
    private String shown = "";
    private Usage usage = Usage.NONE;

    TrialRun(Trial trial, Transports transports) {
        this.trial = trial;
        this.transports = transports;
    }

    void call(ClientRequest request, Target target) throws DialectException, ProviderException, IOException {
        credentialId = target.credentialId();
        Profile profile = target.profile();
        Destination to = new Destination(trial.model(), request.streamed(), profile.quirks(), losses);
        Translation translation = new Translation(request, profile.dialect(), to, transports.inliner());
        ProviderRequest encoded = translation.request();
        sent = sent(encoded, target);
        try (ProviderResponse response = target.transport().call(encoded, target)) {
            byte[] body = read(response);
            boolean same = profile.dialect().takes(request, profile.quirks());
            check(answer(body, response.mediaType(), same, profile.dialect()), target);
            shown = shown(same ? body : converted(translation, body, response.mediaType()));
        }
    }

    private static Sent sent(ProviderRequest request, Target target) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        request.body().writeTo(body);
        String path = target.baseUrl().path() + target.profile().pathOf(request);
        return new Sent("POST", path, INDENTED.writeValueAsString(INDENTED.readTree(body.toByteArray())));
    }

    private static byte[] read(ProviderResponse response) throws ProviderException {
        try {
            byte[] body = response.body().readNBytes(MAX_BODY);
            response.finish();
            return body;
        } catch (IOException e) {
            throw response.failed(e);
        }
    }

    /** Providers that speak OpenAI answer the Responses API in its own way. */
    private TrialAnswer answer(byte[] body, String mediaType, boolean same, ProviderDialect dialect)
            throws IOException {
        if (trial.operation() == Operation.EMBEDDINGS) {
            return TrialAnswer.embeddings(dialect, body);
        }
        boolean responses = same && trial.operation() == Operation.RESPONSES;
        return TrialAnswer.chat(responses ? ProviderDialects.of("responses") : dialect, body, mediaType);
    }

    private void check(TrialAnswer answer, Target target) throws ProviderException {
        text = answer.text();
        usage = answer.usage();
        String failure = answer.failure();
        if (failure != null) {
            throw new ProviderException(transports.streamFailure(failure, target));
        }
        if (!answer.isComplete()) {
            throw new ProviderException(new BadAnswer("upstream_truncated", "The provider's answer was cut off."));
        }
    }

    private static byte[] converted(Translation translation, byte[] body, String mediaType) throws IOException {
        FrameReader frames = ProviderResponse.frames(mediaType, new ByteArrayInputStream(body));
        if (frames == null) {
            byte[] whole = translation.whole(new ByteArrayInputStream(body));
            return whole == null ? new byte[0] : whole;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (TrialAnswer.isNext(frames)) {
            translation.frame(frames, out);
        }
        translation.end(out);
        return out.toByteArray();
    }

    /** Indented where it is one piece of JSON; the beginning of what is long. */
    private String shown(byte[] answer) {
        String whole = trial.streamed()
                ? new String(answer, StandardCharsets.UTF_8)
                : INDENTED.writeValueAsString(INDENTED.readTree(answer));
        return whole.length() > MAX_SHOWN ? whole.substring(0, MAX_SHOWN) : whole;
    }

    TrialReport report(@Nullable ProviderFailure failure, long micros) {
        return new TrialReport(credentialId, sent, losses.names(), text, shown, usage, failure, micros);
    }
}

package io.tollgate.provider;

import io.tollgate.chat.AnswerCollector;
import io.tollgate.chat.ChatAnswer;
import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.Content;
import io.tollgate.chat.Embeddings;
import io.tollgate.chat.Usage;
import io.tollgate.dialect.Decoder;
import io.tollgate.dialect.FrameReader;
import io.tollgate.dialect.ProviderDialect;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What a provider's answer to a trial says, read in the provider's dialect. */
final class TrialAnswer {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final AnswerCollector collector = new AnswerCollector();
    private String text = "";
    private Usage usage = Usage.NONE;
    private boolean complete;
    private @Nullable String failure;

    static TrialAnswer chat(ProviderDialect dialect, byte[] body, String mediaType) throws IOException {
        TrialAnswer answer = new TrialAnswer();
        FrameReader frames = ProviderResponse.frames(mediaType, new ByteArrayInputStream(body));
        if (frames == null) {
            answer.take(dialect.decode(MAPPER.readTree(body)));
        } else {
            Decoder decoder = dialect.decoder();
            while (isNext(frames)) {
                answer.take(decoder.read(frames.event(), frames.buffer(), frames.from(), frames.to()));
            }
            answer.take(decoder.end());
        }
        answer.collect();
        return answer;
    }

    /** Reads on; {@code [DONE]} is an end as well. */
    static boolean isNext(FrameReader frames) throws IOException {
        return frames.next()
                && !new String(frames.buffer(), frames.from(), frames.to() - frames.from(), StandardCharsets.UTF_8)
                        .equals("[DONE]");
    }

    static TrialAnswer embeddings(ProviderDialect dialect, byte[] body) throws IOException {
        Embeddings embeddings = dialect.decodeEmbeddings(MAPPER.readTree(body));
        TrialAnswer answer = new TrialAnswer();
        answer.complete = !embeddings.vectors().isEmpty();
        answer.text = answer.complete ? Integer.toString(embeddings.vectors().getFirst().length) : "";
        answer.usage = embeddings.usage();
        return answer;
    }

    private void take(List<ChatEvent> events) {
        for (ChatEvent event : events) {
            if (event instanceof ChatEvent.Failed(String raw)) {
                failure = raw;
                return;
            }
            collector.add(event);
        }
    }

    private void collect() {
        ChatAnswer whole = collector.answer();
        complete = collector.finished();
        usage = whole.usage();
        StringBuilder said = new StringBuilder();
        whole.choices().stream()
                .limit(1)
                .flatMap(choice -> choice.content().stream())
                .forEach(part -> said.append(part instanceof Content.Text(String more) ? more : ""));
        text = said.toString();
    }

    String text() {
        return text;
    }

    Usage usage() {
        return usage;
    }

    /** Whether it came to its end. */
    boolean isComplete() {
        return complete;
    }

    /** The provider's own words, when it failed. */
    @Nullable
    String failure() {
        return failure;
    }
}

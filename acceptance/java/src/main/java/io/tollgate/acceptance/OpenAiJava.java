package io.tollgate.acceptance;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The official OpenAI client for Java against the gateway named in the environment; prints one line per probe. */
public final class OpenAiJava {

    private static final String GATEWAY = System.getenv("GATEWAY") + "/v1";

    private final OpenAIClient client = client(System.getenv("CLIENT_KEY"));

    private OpenAiJava() {}

    public static void main(String[] args) {
        var probes = new OpenAiJava();
        report("chat", probes::chat);
        report("stream with usage", probes::stream);
        report("stream without usage", probes::streamWithoutUsage);
        report("cut stream is an error", probes::cutStream);
        report("embeddings", probes::embeddings);
        report("models", probes::models);
        report("failover", probes::failover);
        report("429 keeps Retry-After", probes::rateLimit);
        report("wrong key", probes::wrongKey);
        probes.client.close();
    }

    private void chat() {
        var answer = client.chat().completions().create(question("gpt-4o", "Good morning").build());
        equal("Good day.", answer.choices().get(0).message().content().orElseThrow());
        equal("gpt-4o", answer.model());
        equal(12L, answer.usage().orElseThrow().totalTokens());
    }

    private void stream() {
        var options = ChatCompletionStreamOptions.builder().includeUsage(true).build();
        var chunks = read(question("gpt-4o", "[counted] please").streamOptions(options).build());
        equal("Größe 大きさ 🚦 in four chunks or more", text(chunks));
        var last = chunks.get(chunks.size() - 1);
        equal(245L, last.usage().orElseThrow().totalTokens());
    }

    private void streamWithoutUsage() {
        var chunks = read(question("gpt-4o", "[counted] silently").build());
        equal("Größe 大きさ 🚦 in four chunks or more", text(chunks));
        equal(true, chunks.stream().allMatch(chunk -> chunk.usage().isEmpty()));
    }

    private void cutStream() {
        var chunks = new ArrayList<ChatCompletionChunk>();
        var failure = failure(RuntimeException.class, () -> {
            try (var stream = open(question("gpt-4o", "[cut]").build())) {
                stream.stream().forEach(chunks::add);
            }
        });
        equal(true, failure.getMessage() != null && !chunks.isEmpty());
        equal(true, chunks.stream().noneMatch(chunk -> !chunk.choices().isEmpty()
                && chunk.choices().get(0).finishReason().isPresent()));
    }

    private void embeddings() {
        var answer = client.embeddings().create(EmbeddingCreateParams.builder()
                .model("text-embedding-3-small")
                .input("a gate on a road")
                .build());
        equal(List.of(0.5f, -0.25f, 0.125f), answer.data().get(0).embedding());
    }

    private void models() {
        var names = client.models().list().data().stream().map(Model::id).sorted().toList();
        equal(List.of("acme/gpt 4.1", "gpt-4o", "nobody-listens", "text-embedding-3-small", "two-places"), names);
        equal("acme/gpt 4.1", client.models().retrieve("acme/gpt 4.1").id());
    }

    private void failover() {
        var answer = client.chat().completions().create(question("two-places", "[failing here]").build());
        equal("The second deployment answered.", answer.choices().get(0).message().content().orElseThrow());
        equal("two-places", answer.model());
    }

    private void rateLimit() {
        var failure = failure(RateLimitException.class,
                () -> client.chat().completions().create(question("gpt-4o", "[busy]").build()));
        equal(List.of("13"), failure.headers().values("retry-after"));
        equal("rate_limit_exceeded", failure.code().orElseThrow());
    }

    private void wrongKey() {
        try (var stranger = new Closing(client("sk-nobody-issued-this"))) {
            var failure = failure(UnauthorizedException.class,
                    () -> stranger.client().chat().completions().create(question("gpt-4o", "Let me in").build()));
            equal("invalid_api_key", failure.code().orElseThrow());
            equal(false, failure.headers().values("x-request-id").isEmpty());
        }
    }

    private List<ChatCompletionChunk> read(ChatCompletionCreateParams params) {
        try (var stream = open(params)) {
            return stream.stream().toList();
        }
    }

    private StreamResponse<ChatCompletionChunk> open(ChatCompletionCreateParams params) {
        return client.chat().completions().createStreaming(params);
    }

    private static String text(List<ChatCompletionChunk> chunks) {
        var text = new StringBuilder();
        for (var chunk : chunks) {
            chunk.choices().stream().findFirst().flatMap(choice -> choice.delta().content()).ifPresent(text::append);
        }
        return text.toString();
    }

    private static ChatCompletionCreateParams.Builder question(String model, String text) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage(text);
    }

    private static OpenAIClient client(String key) {
        return OpenAIOkHttpClient.builder().baseUrl(GATEWAY).apiKey(key).maxRetries(0).build();
    }

    private static void equal(Object expected, Object actual) {
        if (!Objects.equals(expected, actual)) {
            throw new AssertionError("expected " + expected + " but was " + actual);
        }
    }

    private static <T extends Throwable> T failure(Class<T> kind, Probe call) {
        try {
            call.run();
        } catch (Throwable thrown) {
            if (kind.isInstance(thrown)) {
                return kind.cast(thrown);
            }
            throw new AssertionError("expected " + kind.getSimpleName() + " but was " + thrown, thrown);
        }
        throw new AssertionError("expected " + kind.getSimpleName() + " but the call succeeded");
    }

    private static void report(String name, Probe probe) {
        try {
            probe.run();
            System.out.println("ok " + name);
        } catch (Throwable thrown) {
            System.out.println("not ok " + name + ": " + String.valueOf(thrown).replace('\n', ' '));
        }
    }

    /** One thing that is tried; it throws when it does not hold. */
    @FunctionalInterface
    private interface Probe {
        void run() throws Exception;
    }

    /** A client that is closed at the end of a block. */
    private record Closing(OpenAIClient client) implements AutoCloseable {
        @Override
        public void close() {
            client.close();
        }
    }
}

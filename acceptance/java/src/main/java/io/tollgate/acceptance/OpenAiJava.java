package io.tollgate.acceptance;

import static io.tollgate.acceptance.Probes.equal;
import static io.tollgate.acceptance.Probes.failure;
import static io.tollgate.acceptance.Probes.report;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The official OpenAI client for Java. */
final class OpenAiJava {

    private static final String GATEWAY = Probes.GATEWAY + "/v1";

    private final OpenAIClient client;

    private OpenAiJava(int retries) {
        this.client = client(Probes.KEY, retries);
    }

    static void run() {
        var probes = new OpenAiJava(0);
        report("chat", probes::chat);
        report("stream with usage", probes::stream);
        report("stream without usage", probes::streamWithoutUsage);
        report("cut stream is an error", probes::cutStream);
        report("embeddings", probes::embeddings);
        report("models", probes::models);
        report("failover", probes::failover);
        report("429 keeps Retry-After", probes::rateLimit);
        report("429 for long says for how long", probes::longRateLimit);
        report("wrong key", probes::wrongKey);
        Probes.MODELS.forEach(probes::all);
        probes.texts(Probes.TALK);
        probes.client.close();
        var patient = new OpenAiJava(Probes.retries(Probes.MOCKED.get(0)));
        Probes.MOCKED.forEach(patient::all);
        patient.client.close();
    }

    private void all(String model) {
        texts(model);
        report("two steps with a tool of " + model, () -> toolLoop(model));
        report("two streamed steps with a tool of " + model, () -> streamedToolLoop(model));
    }

    private void texts(String model) {
        report("chat with " + model, () -> chatWith(model));
        report("stream with " + model, () -> streamWith(model));
        report("the Responses API with " + model, () -> responses(model));
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
        equal(true, names.containsAll(List.of("acme/gpt 4.1", "claude", "gpt-4o", "two-places")));
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
        equal(List.of("1"), failure.headers().values("retry-after"));
        equal("rate_limit_exceeded", failure.code().orElseThrow());
    }

    private void longRateLimit() {
        var failure = failure(RateLimitException.class, () -> client.chat()
                .completions()
                .create(question("busy-for-long", "[busy for long]").build()));
        var seconds = Integer.parseInt(failure.headers().values("retry-after").get(0));
        equal(true, seconds >= 1 && seconds <= 13);
    }

    private void wrongKey() {
        try (var stranger = new Closing(client("sk-nobody-issued-this", 0))) {
            var failure = failure(UnauthorizedException.class,
                    () -> stranger.client().chat().completions().create(question("gpt-4o", "Let me in").build()));
            equal("invalid_api_key", failure.code().orElseThrow());
            equal(false, failure.headers().values("x-request-id").isEmpty());
        }
    }

    private void chatWith(String model) {
        var answer = client.chat().completions().create(question(model, "Good morning").build());
        equal(Probes.greeting(model), answer.choices().get(0).message().content().orElseThrow());
        equal(model, answer.model());
    }

    private void streamWith(String model) {
        var chunks = read(question(model, "[counted] please").build());
        equal(Probes.counted(model), text(chunks));
    }

    private void toolLoop(String model) {
        var request = question(model, "[exchange rate] of the euro?").addTool(rate());
        var called = client.chat().completions().create(request.build()).choices().get(0).message();
        var call = called.toolCalls().orElseThrow().get(0).asFunction();
        equal("exchange_rate", call.function().name());
        request.addMessage(called);
        request.addMessage(ChatCompletionToolMessageParam.builder()
                .toolCallId(call.id())
                .content("8.1")
                .build());
        var answer = client.chat().completions().create(request.build());
        equal("One euro buys 8.1 yuan.", answer.choices().get(0).message().content().orElseThrow());
    }

    private void streamedToolLoop(String model) {
        var request = question(model, "[exchange rate] of the euro?").addTool(rate());
        var called = whole(request.build()).message();
        var call = called.toolCalls().orElseThrow().get(0).asFunction();
        equal("exchange_rate", call.function().name());
        equal("{\"from\":\"EUR\",\"to\":\"CNY\"}", call.function().arguments().replaceAll("\\s", ""));
        request.addMessage(called);
        request.addMessage(ChatCompletionToolMessageParam.builder()
                .toolCallId(call.id())
                .content("8.1")
                .build());
        equal("One euro buys 8.1 yuan.", whole(request.build()).message().content().orElseThrow());
    }

    /** The choice that the chunks of a stream come to. */
    private ChatCompletion.Choice whole(ChatCompletionCreateParams params) {
        var whole = ChatCompletionAccumulator.create();
        try (var stream = open(params)) {
            stream.stream().forEach(whole::accumulate);
        }
        return whole.chatCompletion().choices().get(0);
    }

    private static ChatCompletionFunctionTool rate() {
        var text = Map.of("type", "string");
        return ChatCompletionFunctionTool.builder()
                .function(FunctionDefinition.builder()
                        .name("exchange_rate")
                        .parameters(FunctionParameters.builder()
                                .putAdditionalProperty("type", JsonValue.from("object"))
                                .putAdditionalProperty("properties", JsonValue.from(Map.of("from", text, "to", text)))
                                .build())
                        .build())
                .build();
    }

    private void responses(String model) {
        var request = ResponseCreateParams.builder().model(model).input("Good morning").build();
        equal(Probes.greeting(model), text(client.responses().create(request)));
        var whole = ResponseAccumulator.create();
        var said = new StringBuilder();
        try (var stream = client.responses().createStreaming(request)) {
            stream.stream().forEach(event -> {
                whole.accumulate(event);
                event.outputTextDelta().ifPresent(delta -> said.append(delta.delta()));
            });
        }
        equal(Probes.greeting(model), said.toString());
        equal(ResponseStatus.COMPLETED, whole.response().status().orElseThrow());
    }

    private static String text(Response response) {
        return response.output().stream()
                .flatMap(item -> item.message().stream())
                .flatMap(message -> message.content().stream())
                .map(content -> content.asOutputText().text())
                .collect(Collectors.joining());
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

    private static OpenAIClient client(String key, int retries) {
        return OpenAIOkHttpClient.builder().baseUrl(GATEWAY).apiKey(key).maxRetries(retries).build();
    }

    /** A client that is closed at the end of a block. */
    private record Closing(OpenAIClient client) implements AutoCloseable {
        @Override
        public void close() {
            client.close();
        }
    }
}

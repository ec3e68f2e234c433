package io.tollgate.acceptance;

import static io.tollgate.acceptance.Probes.equal;
import static io.tollgate.acceptance.Probes.failure;
import static io.tollgate.acceptance.Probes.report;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** LangChain4j with its integrations for OpenAI and Anthropic. */
final class LangChain4j {

    private static final String BASE = Probes.GATEWAY + "/v1";
    private static final ToolSpecification RATE = ToolSpecification.builder()
            .name("exchange_rate")
            .description("The price of one unit of a currency in another")
            .parameters(JsonObjectSchema.builder()
                    .addStringProperty("from")
                    .addStringProperty("to")
                    .required("from", "to")
                    .build())
            .build();

    private LangChain4j() {}

    static void run() {
        for (String model : Probes.MODELS) {
            probe("OpenAI, " + model, openAi(model), openAiStream(model));
            probe("Anthropic, " + model, anthropic(model), anthropicStream(model));
        }
        report("embeddings", LangChain4j::embeddings);
    }

    private static void probe(String name, ChatModel model, StreamingChatModel streaming) {
        report("chat, " + name, () -> chat(model));
        report("stream, " + name, () -> stream(streaming));
        report("two steps with a tool, " + name, () -> toolLoop(request -> model.chat(request)));
        report("two streamed steps with a tool, " + name, () -> toolLoop(request -> read(streaming, request)));
        report("429, " + name, () -> failure(RateLimitException.class, () -> model.chat("[busy]")));
    }

    private static void chat(ChatModel model) {
        var answer = model.chat(SystemMessage.from("Be brief."), UserMessage.from("Good morning"));
        equal("Good day.", answer.aiMessage().text());
    }

    private static void stream(StreamingChatModel model) throws Exception {
        var answer = read(model, request(List.of(UserMessage.from("[counted]"))));
        equal("Größe 大きさ 🚦 in four chunks or more", answer.aiMessage().text());
    }

    private static void toolLoop(Asking asking) throws Exception {
        var messages = new ArrayList<ChatMessage>(List.of(UserMessage.from("[exchange rate] of the euro?")));
        var called = asking.answer(request(messages)).aiMessage();
        var call = called.toolExecutionRequests().get(0);
        equal("exchange_rate", call.name());
        equal("{\"from\":\"EUR\",\"to\":\"CNY\"}", call.arguments().replaceAll("\\s", ""));
        messages.add(called);
        messages.add(ToolExecutionResultMessage.from(call, "8.1"));
        equal("One euro buys 8.1 yuan.", asking.answer(request(messages)).aiMessage().text());
    }

    private static void embeddings() {
        var model = OpenAiEmbeddingModel.builder()
                .baseUrl(BASE)
                .apiKey(Probes.KEY)
                .modelName("text-embedding-3-small")
                .maxRetries(0)
                .build();
        equal(
                List.of(0.5f, -0.25f, 0.125f),
                model.embed("a gate on a road").content().vectorAsList());
    }

    private static ChatRequest request(List<ChatMessage> messages) {
        return ChatRequest.builder().messages(messages).toolSpecifications(RATE).build();
    }

    private static ChatResponse read(StreamingChatModel model, ChatRequest request) throws Exception {
        var answer = new CompletableFuture<ChatResponse>();
        model.chat(request, new StreamingChatResponseHandler() {
            @Override
            public void onCompleteResponse(ChatResponse response) {
                answer.complete(response);
            }

            @Override
            public void onError(Throwable error) {
                answer.completeExceptionally(error);
            }
        });
        return answer.get(30, TimeUnit.SECONDS);
    }

    private static ChatModel openAi(String model) {
        return OpenAiChatModel.builder()
                .baseUrl(BASE)
                .apiKey(Probes.KEY)
                .modelName(model)
                .maxRetries(0)
                .build();
    }

    private static StreamingChatModel openAiStream(String model) {
        return OpenAiStreamingChatModel.builder()
                .baseUrl(BASE)
                .apiKey(Probes.KEY)
                .modelName(model)
                .build();
    }

    private static ChatModel anthropic(String model) {
        return AnthropicChatModel.builder()
                .baseUrl(BASE)
                .apiKey(Probes.KEY)
                .modelName(model)
                .maxRetries(0)
                .build();
    }

    private static StreamingChatModel anthropicStream(String model) {
        return AnthropicStreamingChatModel.builder()
                .baseUrl(BASE)
                .apiKey(Probes.KEY)
                .modelName(model)
                .build();
    }

    /** A way to get an answer: in one piece, or as a stream that is put together. */
    @FunctionalInterface
    private interface Asking {
        ChatResponse answer(ChatRequest request) throws Exception;
    }
}

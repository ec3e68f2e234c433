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
            all("OpenAI, ", model, openAi(model), openAiStream(model));
            all("Anthropic, ", model, anthropic(model), anthropicStream(model));
            report("429, OpenAI, " + model, () -> rateLimit(openAi(model)));
            report("429, Anthropic, " + model, () -> rateLimit(anthropic(model)));
        }
        texts("OpenAI, ", Probes.TALK, openAi(Probes.TALK)::chat, asking(openAiStream(Probes.TALK)));
        texts("Anthropic, ", Probes.TALK, anthropic(Probes.TALK)::chat, asking(anthropicStream(Probes.TALK)));
        for (String model : Probes.MOCKED) {
            all("OpenAI, ", model, openAi(model), openAiStream(model));
            all("Anthropic, ", model, anthropic(model), anthropicStream(model));
        }
        report("embeddings", LangChain4j::embeddings);
    }

    private static void all(String client, String model, ChatModel whole, StreamingChatModel streaming) {
        var retries = Probes.retries(model);
        var asking = again(whole::chat, retries);
        var streamed = again(asking(streaming), retries);
        texts(client, model, asking, streamed);
        report("two steps with a tool, " + client + model, () -> toolLoop(asking));
        report("two streamed steps with a tool, " + client + model, () -> toolLoop(streamed));
    }

    private static void texts(String client, String model, Asking asking, Asking streamed) {
        report("chat, " + client + model, () -> chat(model, asking));
        report("stream, " + client + model, () -> stream(model, streamed));
    }

    private static void chat(String model, Asking asking) throws Exception {
        var messages = List.of(SystemMessage.from("Be brief."), UserMessage.from("Good morning"));
        var answer = asking.answer(ChatRequest.builder().messages(messages).build());
        equal(Probes.greeting(model), answer.aiMessage().text());
    }

    private static void stream(String model, Asking asking) throws Exception {
        var messages = List.<ChatMessage>of(UserMessage.from("[counted]"));
        var answer = asking.answer(ChatRequest.builder().messages(messages).build());
        equal(Probes.counted(model), answer.aiMessage().text());
    }

    private static void rateLimit(ChatModel model) {
        failure(RateLimitException.class, () -> model.chat("[busy]"));
    }

    private static Asking asking(StreamingChatModel model) {
        return request -> read(model, request);
    }

    /** Asks again at once; streams are never tried again by themselves, the rest only after a second. */
    private static Asking again(Asking asking, int retries) {
        return retries == 0 ? asking : request -> {
            try {
                return asking.answer(request);
            } catch (Exception failed) {
                return again(asking, retries - 1).answer(request);
            }
        };
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

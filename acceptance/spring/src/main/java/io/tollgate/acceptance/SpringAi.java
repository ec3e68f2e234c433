package io.tollgate.acceptance;

import static io.tollgate.acceptance.Probes.equal;
import static io.tollgate.acceptance.Probes.failure;
import static io.tollgate.acceptance.Probes.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.springframework.ai.anthropic.AnthropicChatModel;
import org.springframework.ai.anthropic.AnthropicChatOptions;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.openai.OpenAiEmbeddingModel;
import org.springframework.ai.openai.OpenAiEmbeddingOptions;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.function.FunctionToolCallback;

/** Drives Spring AI against the gateway named in the environment; prints one line per probe. */
public final class SpringAi {

    private static final String BASE = Probes.GATEWAY + "/v1";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private SpringAi() {}

    public static void main(String[] args) {
        System.out.println("Spring AI");
        for (String model : Probes.MODELS) {
            var clients = both(model);
            clients.forEach((name, client) -> all(name, model, client));
            clients.forEach((name, client) -> report("429, " + name + model, () -> rateLimit(client)));
        }
        both(Probes.TALK).forEach((name, client) -> texts(name, Probes.TALK, client));
        for (String model : Probes.MOCKED) {
            both(model).forEach((name, client) -> all(name, model, client));
        }
        report("embeddings", SpringAi::embeddings);
        System.exit(0); // the clients cannot be closed, and their threads would stay for a minute
    }

    private static Map<String, ChatClient> both(String model) {
        return Map.of(
                "OpenAI, ", ChatClient.create(openAi(model)), "Anthropic, ", ChatClient.create(anthropic(model)));
    }

    private static void all(String name, String model, ChatClient client) {
        texts(name, model, client);
        report("two steps with a tool, " + name + model, () -> toolLoop(client));
        report("two streamed steps with a tool, " + name + model, () -> streamedToolLoop(client));
    }

    private static void texts(String name, String model, ChatClient client) {
        report("chat, " + name + model, () -> chat(model, client));
        report("stream, " + name + model, () -> stream(model, client));
    }

    private static void chat(String model, ChatClient client) {
        equal(Probes.greeting(model), client.prompt().system("Be brief.").user("Good morning").call().content());
    }

    private static void stream(String model, ChatClient client) {
        var parts = client.prompt().user("[counted]").stream().content().collectList().block(PATIENCE);
        equal(Probes.counted(model), String.join("", parts));
        equal(true, parts.size() > 3);
    }

    private static void toolLoop(ChatClient client) {
        var calls = new ArrayList<Wanted>();
        var answer = client.prompt().user("[exchange rate] of the euro?").toolCallbacks(rate(calls)).call();
        equal("One euro buys 8.1 yuan.", answer.content());
        equal(List.of(new Wanted("EUR", "CNY")), calls);
    }

    private static void streamedToolLoop(ChatClient client) {
        var calls = new ArrayList<Wanted>();
        var parts = client.prompt().user("[exchange rate] of the euro?").toolCallbacks(rate(calls)).stream()
                .content()
                .collectList()
                .block(PATIENCE);
        equal("One euro buys 8.1 yuan.", String.join("", parts));
        equal(List.of(new Wanted("EUR", "CNY")), calls);
    }

    private static ToolCallback rate(List<Wanted> calls) {
        return FunctionToolCallback.builder("exchange_rate", (Wanted wanted) -> {
                    calls.add(wanted);
                    return "8.1";
                })
                .description("The price of one unit of a currency in another")
                .inputType(Wanted.class)
                .build();
    }

    private static void rateLimit(ChatClient client) {
        var failure = failure(
                RuntimeException.class, () -> client.prompt().user("[busy]").call().content());
        equal("RateLimitException", failure.getClass().getSimpleName());
    }

    private static void embeddings() {
        var model = OpenAiEmbeddingModel.builder()
                .options(OpenAiEmbeddingOptions.builder()
                        .baseUrl(BASE)
                        .apiKey(Probes.KEY)
                        .model("text-embedding-3-small")
                        .maxRetries(0)
                        .build())
                .build();
        equal("[0.5, -0.25, 0.125]", Arrays.toString(model.embed("a gate on a road")));
    }

    private static ChatModel openAi(String model) {
        return OpenAiChatModel.builder()
                .options(OpenAiChatOptions.builder()
                        .baseUrl(BASE)
                        .apiKey(Probes.KEY)
                        .model(model)
                        .maxRetries(Probes.retries(model))
                        .build())
                .build();
    }

    private static ChatModel anthropic(String model) {
        return AnthropicChatModel.builder()
                .options(AnthropicChatOptions.builder()
                        .baseUrl(Probes.GATEWAY)
                        .apiKey(Probes.KEY)
                        .model(model)
                        .maxTokens(2048)
                        .maxRetries(Probes.retries(model))
                        .build())
                .build();
    }

    /** What the model wants to know. */
    record Wanted(String from, String to) {}
}

package io.tollgate.acceptance;

import static io.tollgate.acceptance.Probes.equal;
import static io.tollgate.acceptance.Probes.failure;
import static io.tollgate.acceptance.Probes.report;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.ErrorType;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.UserMessageParam;
import com.anthropic.models.models.ModelInfo;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The official Anthropic client for Java. */
final class AnthropicJava {

    private final AnthropicClient client;

    private AnthropicJava(int retries) {
        this.client = client(Probes.KEY, retries);
    }

    static void run() {
        var probes = new AnthropicJava(0);
        for (String model : Probes.MODELS) {
            probes.all(model);
            report("429 of " + model, () -> probes.rateLimit(model));
        }
        probes.texts(Probes.TALK);
        report("thinking", probes::thinking);
        report("models", probes::models);
        report("wrong key", AnthropicJava::wrongKey);
        probes.client.close();
        var patient = new AnthropicJava(Probes.retries(Probes.MOCKED.get(0)));
        Probes.MOCKED.forEach(patient::all);
        patient.client.close();
    }

    private void all(String model) {
        texts(model);
        report("two steps with a tool of " + model, () -> toolLoop(model, false));
        report("two streamed steps with a tool of " + model, () -> toolLoop(model, true));
    }

    private void texts(String model) {
        report("message of " + model, () -> message(model));
        report("stream of " + model, () -> stream(model));
    }

    private void message(String model) {
        var answer = client.messages().create(question(model, "Good morning").build());
        equal(Probes.greeting(model), text(answer));
        equal(model, answer.model().asString());
        equal(StopReason.END_TURN, answer.stopReason().orElseThrow());
    }

    private void stream(String model) {
        var answer = ask(question(model, "[counted]").build(), true);
        equal(Probes.counted(model), text(answer));
        equal(StopReason.END_TURN, answer.stopReason().orElseThrow());
    }

    private void toolLoop(String model, boolean stream) {
        var request = question(model, "[exchange rate] of the euro?").addTool(rate());
        var called = ask(request.build(), stream);
        equal(StopReason.TOOL_USE, called.stopReason().orElseThrow());
        var call = called.content().stream()
                .flatMap(block -> block.toolUse().stream())
                .findFirst()
                .orElseThrow();
        equal(Map.of("from", "EUR", "to", "CNY"), call._input().convert(Map.class));
        request.addMessage(called).addMessage(result(call.id()));
        equal("One euro buys 8.1 yuan.", text(ask(request.build(), stream)));
    }

    private static UserMessageParam result(String id) {
        return UserMessageParam.builder()
                .contentOfContentBlockParams(List.of(ContentBlockParam.ofToolResult(
                        ToolResultBlockParam.builder().toolUseId(id).content("8.1").build())))
                .build();
    }

    private static Tool rate() {
        var text = Map.of("type", "string");
        return Tool.builder()
                .name("exchange_rate")
                .inputSchema(Tool.InputSchema.builder()
                        .properties(Tool.InputSchema.Properties.builder()
                                .putAdditionalProperty("from", JsonValue.from(text))
                                .putAdditionalProperty("to", JsonValue.from(text))
                                .build())
                        .build())
                .build();
    }

    private void thinking() {
        for (boolean stream : new boolean[] {false, true}) {
            var answer = ask(question("claude", "[thought]").enabledThinking(1024).build(), stream);
            var thought = answer.content().get(0).asThinking();
            equal("Six times seven, slowly.", thought.thinking());
            equal("c2lnbmVkLWJ5LXRoZS1wcm92aWRlcg==", thought.signature());
            equal("Forty-two.", text(answer));
        }
    }

    private void rateLimit(String model) {
        var failure = failure(
                RateLimitException.class,
                () -> client.messages().create(question(model, "[busy]").build()));
        equal(ErrorType.RATE_LIMIT_ERROR, failure.type().orElseThrow());
        equal(List.of("1"), failure.headers().values("retry-after"));
        equal(true, failure.requestId().isPresent());
    }

    private void models() {
        var names = client.models().list().data().stream().map(ModelInfo::id).toList();
        equal(true, names.containsAll(List.of("claude", "gpt-4o")));
        equal("claude", client.models().retrieve("claude").id());
        failure(NotFoundException.class, () -> client.models().retrieve("no-such-model"));
    }

    private static void wrongKey() {
        var stranger = client("sk-nobody-issued-this", 0);
        var failure = failure(
                UnauthorizedException.class,
                () -> stranger.messages().create(question("claude", "Let me in").build()));
        equal(ErrorType.AUTHENTICATION_ERROR, failure.type().orElseThrow());
        stranger.close();
    }

    private Message ask(MessageCreateParams request, boolean stream) {
        if (!stream) {
            return client.messages().create(request);
        }
        var whole = MessageAccumulator.create();
        try (var events = client.messages().createStreaming(request)) {
            events.stream().forEach(whole::accumulate);
        }
        return whole.message();
    }

    private static String text(Message message) {
        return message.content().stream()
                .filter(ContentBlock::isText)
                .map(block -> block.asText().text())
                .collect(Collectors.joining());
    }

    private static MessageCreateParams.Builder question(String model, String text) {
        return MessageCreateParams.builder().model(model).maxTokens(2048).addUserMessage(text);
    }

    private static AnthropicClient client(String key, int retries) {
        return AnthropicOkHttpClient.builder()
                .baseUrl(Probes.GATEWAY)
                .apiKey(key)
                .maxRetries(retries)
                .build();
    }
}

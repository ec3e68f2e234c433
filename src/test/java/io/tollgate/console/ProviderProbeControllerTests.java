package io.tollgate.console;

import static io.tollgate.console.Desk.idOf;
import static io.tollgate.console.Desk.name;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tollgate.pricing.Part;
import io.tollgate.pricing.PriceOwner;
import io.tollgate.pricing.Prices;
import io.tollgate.pricing.Rate;
import io.tollgate.provider.Trial;
import io.tollgate.routing.Deployment;
import io.tollgate.routing.Deployments;
import io.tollgate.routing.Model;
import io.tollgate.routing.Models;
import io.tollgate.storage.Source;
import io.tollgate.usage.Ledger;
import io.tollgate.usage.UsageFilter;
import io.tollgate.usage.UsageRecord;
import io.tollgate.usage.UsageRecord.Outcome;
import io.tollgate.usage.UsageSearch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

@PageTest
class ProviderProbeControllerTests {

    private static final String ANSWER = """
            {"id": "1", "object": "chat.completion", "model": "m", "choices": [{"index": 0, "finish_reason": "stop",
             "message": {"role": "assistant", "content": "ready <b>now</b>"}}],
             "usage": {"prompt_tokens": 9, "completion_tokens": 2, "total_tokens": 11}}""";

    private static final String STREAM = """
            data: {"id":"1","object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"ready"},"finish_reason":null}]}

            data: {"id":"2","object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

            data: {"id":"2","object":"chat.completion.chunk","model":"m","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11}}

            data: [DONE]

            """;

    @Autowired
    private Desk desk;

    @Autowired
    private Models models;

    @Autowired
    private Prices prices;

    @Autowired
    private Deployments deployments;

    @Autowired
    private Ledger ledger;

    @Autowired
    private UsageSearch search;

    private final String known = name("known");
    private final String fresh = name("fresh, with a comma");
    private HttpServer upstream;
    private UUID id;

    @BeforeEach
    void start() throws IOException {
        upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer("/v1/models", 200, "{\"data\": [{\"id\": \"" + known + "\"}, {\"id\": \"" + fresh + "\"}]}");
        upstream.start();
        id = idOf(desk.send(
                "/providers",
                "name",
                name("probed"),
                "baseUrl",
                "http://127.0.0.1:" + upstream.getAddress().getPort(),
                "secret",
                "sk-probed"));
    }

    @AfterEach
    void stop() {
        upstream.stop(0);
    }

    @Test
    void showsTheAnswerOfATestAndRecordsTheCall() throws InterruptedException {
        answer("/v1/chat/completions", 200, ANSWER);

        assertThat(desk.follow(desk.send("/providers/" + id + "/test", "model", known)))
                .bodyText()
                .contains("It works", "ready &lt;b&gt;now&lt;/b&gt;", "9 tokens in, 2 out");

        ledger.flush();
        UsageRecord row = lastCall();
        assertThat(row.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(row.usage().outputTokens()).isEqualTo(2);
        assertThat(row.keyId()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI, chat.completion",
        "ANTHROPIC, end_turn",
        "GEMINI, candidates",
        "OLLAMA, eval_count",
        "RESPONSES, output_text"
    })
    void testsAsAClientOfAnyDialect(Trial.Client client, String answered) {
        answer("/v1/chat/completions", 200, ANSWER);
        desk.send("/providers/" + id, "name", name("any"), "preset", "compatible", "baseUrl", base());

        assertThat(desk.follow(desk.send("/providers/" + id + "/test", "model", known, "client", client.name())))
                .bodyText()
                .contains("It works", "ready &lt;b&gt;now&lt;/b&gt;", "9 tokens in, 2 out")
                .contains("<span>/v1/chat/completions</span>", answered)
                .contains("&quot;model&quot; : &quot;" + known)
                .doesNotContain("sk-probed", base() + "/v1/chat");
    }

    @Test
    void testsAStreamAcrossDialects() {
        answer("/v1/chat/completions", 200, "text/event-stream", STREAM);

        assertThat(desk.follow(desk.send(
                        "/providers/" + id + "/test", "model", known, "client", "ANTHROPIC", "streamed", "true")))
                .bodyText()
                .contains("It works", "<blockquote class=\"mb-2 text-break\">ready</blockquote>")
                .contains("9 tokens in, 2 out", "event: message_stop", "&quot;stream&quot; : true");
    }

    @Test
    void testsEmbeddings() {
        answer("/v1/embeddings", 200, """
                {"object": "list", "data": [{"object": "embedding", "index": 0, "embedding": [0.5, 1, 2]}],
                 "model": "m", "usage": {"prompt_tokens": 9, "total_tokens": 9}}""");
        String path = "/providers/" + id + "/test";

        assertThat(desk.follow(desk.send(path, "model", known, "client", "GEMINI", "embeddings", "true")))
                .bodyText()
                .contains("It works", "A vector of 3 dimensions.", "<span>/v1/embeddings</span>");
        assertThat(desk.follow(desk.send(path, "model", known, "client", "ANTHROPIC", "embeddings", "true")))
                .bodyText()
                .contains("It failed", "unsupported_operation");
    }

    @Test
    void saysWhenTheAnswerIsCutOff() {
        answer(
                "/v1/chat/completions",
                200,
                "text/event-stream",
                STREAM.substring(0, STREAM.indexOf("data: {\"id\":\"2")));

        assertThat(desk.follow(desk.send("/providers/" + id + "/test", "model", known, "streamed", "true")))
                .bodyText()
                .contains("It failed", "upstream_truncated", "/v1/chat/completions");
    }

    @Test
    void takesThePriceThatIsKnown() {
        UUID house = idOf(desk.send(
                "/providers", "name", name("house"), "preset", "house", "baseUrl", base(), "secret", "sk-probed"));

        desk.send("/providers/" + house + "/models", "names", "house-large");

        Model model = models.findByLiveName("house-large").orElseThrow();
        assertThat(prices.of(PriceOwner.model(model.getId())))
                .singleElement()
                .satisfies(price -> assertThat(price.terms().schedule().rates().own(Part.INPUT))
                        .isEqualTo(Rate.of(500_000_000)));
        assertThat(desk.open("/models")).bodyText().contains(">tools</span>", "vision");
        assertThat(desk.open("/models/" + model.getId())).bodyText().contains(">tools</span>", "Try it");
    }

    private String base() {
        return "http://127.0.0.1:" + upstream.getAddress().getPort();
    }

    @Test
    void showsWhyATestFailed() throws InterruptedException {
        answer("/v1/chat/completions", 401, "{\"error\": {\"message\": \"Incorrect API key provided: sk-probed\"}}");

        assertThat(desk.follow(desk.send("/providers/" + id + "/test", "model", known)))
                .bodyText()
                .contains("It failed", "upstream_auth_error")
                .doesNotContain("sk-probed");

        ledger.flush();
        assertThat(lastCall().outcome()).isEqualTo(Outcome.UPSTREAM_REJECTED);
    }

    @Test
    void addsTheTickedModelsOfTheProvider() {
        String path = "/providers/" + id;
        assertThat(desk.follow(desk.send(path + "/upstream-models"))).bodyText().contains(known, fresh);

        assertThat(desk.follow(desk.send(path + "/models", "names", fresh)))
                .bodyText()
                .contains("Models added: 1.");

        Model model = models.findByLiveName(fresh).orElseThrow();
        assertThat(deployments.findByProviderIdAndRetiredAtIsNull(id))
                .singleElement()
                .returns(model.getId(), Deployment::getModelId)
                .returns(fresh, Deployment::getProviderModel);
        assertThat(desk.follow(desk.send(path + "/upstream-models")))
                .bodyText()
                .contains("value=\"" + known + "\"")
                .doesNotContain("name=\"names\" value=\"" + fresh);
    }

    @Test
    void leavesDeclaredModelsAlone() {
        Model declared = desk.model(Source.FILE);

        assertThat(desk.follow(desk.send("/providers/" + id + "/models", "names", declared.getName())))
                .bodyText()
                .contains("Models added: 0.");
        assertThat(deployments.findByModelIdAndRetiredAtIsNullOrderByPriority(declared.getId()))
                .isEmpty();
    }

    @Test
    void leavesOutNamesThatWouldMeanMore() {
        String redirect = name("redirect");
        desk.send("/models", "name", known);
        desk.send("/models/routing/redirects", "name", redirect, "target", known);
        String star = name("any") + "*";

        assertThat(desk.follow(
                        desk.send("/providers/" + id + "/models", "names", star, "names", redirect, "names", fresh)))
                .bodyText()
                .contains("Models added: 1. Left out: 2,");

        assertThat(models.findByLiveName(star)).isEmpty();
        assertThat(models.findByLiveName(redirect)).isEmpty();
        assertThat(models.findByLiveName(fresh)).isPresent();
    }

    @Test
    void saysWhenTheProviderCannotBeReached() {
        upstream.stop(0);

        assertThat(desk.follow(desk.send("/providers/" + id + "/upstream-models")))
                .bodyText()
                .contains("upstream_unreachable");
    }

    private UsageRecord lastCall() {
        UsageFilter filter = new UsageFilter(null, null, null, null, null, known, null, null, id, null, null);
        return search.newest(filter, 1).entries().getFirst().record();
    }

    private void answer(String path, int status, String body) {
        answer(path, status, "application/json", body);
    }

    private void answer(String path, int status, String type, String body) {
        upstream.createContext(path, exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }
}

package io.tollgate.console;

import static io.tollgate.console.Desk.idOf;
import static io.tollgate.console.Desk.name;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
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
import org.springframework.beans.factory.annotation.Autowired;

@PageTest
class ProviderProbeControllerTests {

    private static final String ANSWER = """
            {"id": "1", "object": "chat.completion", "model": "m", "choices": [{"index": 0, "finish_reason": "stop",
             "message": {"role": "assistant", "content": "ready <b>now</b>"}}],
             "usage": {"prompt_tokens": 9, "completion_tokens": 2, "total_tokens": 11}}""";

    @Autowired
    private Desk desk;

    @Autowired
    private Models models;

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
                .contains("1 models were added");

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
                .contains("0 models were added");
        assertThat(deployments.findByModelIdAndRetiredAtIsNullOrderByPriority(declared.getId()))
                .isEmpty();
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
        upstream.createContext(path, exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }
}

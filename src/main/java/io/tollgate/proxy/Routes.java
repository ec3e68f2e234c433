package io.tollgate.proxy;

import io.tollgate.access.RefusedException;
import io.tollgate.chat.Operation;
import io.tollgate.dialect.DialectException;
import io.tollgate.dialect.GeminiClientDialect;
import io.tollgate.dialect.OllamaEndpoint;
import io.tollgate.proxy.RouteTable.Access;
import io.tollgate.proxy.RouteTable.CallerEndpoint;
import io.tollgate.proxy.RouteTable.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The inventory of what programs can call, dialect by dialect. */
final class Routes {

    private static final List<String> VERSIONS = List.of("/v1", "/api/v1", "/openai/v1");
    private static final Set<String> NOT_OFFERED = Set.of(
            "files",
            "batches",
            "fine_tuning",
            "fine-tunes",
            "assistants",
            "threads",
            "vector_stores",
            "uploads",
            "realtime",
            "evals",
            "containers",
            "conversations",
            "organization",
            "videos",
            "chatkit");

    private final List<Entry> entries = new ArrayList<>();
    private final Faces faces;
    private final ChatProxy proxy;

    Routes(Faces faces, ChatProxy proxy) {
        this.faces = faces;
        this.proxy = proxy;
    }

    /** Whether a path is a part of OpenAI's API the gateway does not have. */
    static boolean isNotOffered(String path) {
        for (String version : VERSIONS) {
            if (path.startsWith(version + "/")) {
                String rest = path.substring(version.length() + 1);
                int end = rest.indexOf('/');
                return NOT_OFFERED.contains(end < 0 ? rest : rest.substring(0, end));
            }
        }
        return false;
    }

    List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** OpenAI's API, and the ways of it that Azure has. */
    Routes openAi(ModelsEndpoint models, ResponsesEndpoint responses) {
        for (String version : VERSIONS) {
            for (Operation operation : Operation.values()) {
                if (operation != Operation.TOKEN_COUNT) {
                    post(version + operation.path(), call -> proxy.exchange(faces.openAi(operation), operation, call));
                }
            }
            get(version + "/models", models::list);
            get(version + "/models/**", models::one);
            get(version + "/responses/**", responses::read);
            post(version + "/responses/**", responses::cancel);
            caller("DELETE", version + "/responses/**", responses::delete);
        }
        post("/openai/deployments/**", this::deployment);
        return this;
    }

    /** Anthropic's API, Gemini's and Ollama's. */
    Routes others(ModelsEndpoint models) {
        post("/v1/messages", call -> proxy.exchange(faces.anthropic(), Operation.CHAT, call));
        post("/v1/messages/count_tokens", call -> proxy.exchange(faces.anthropic(), Operation.TOKEN_COUNT, call));
        for (String path : List.of("/v1/models/**", "/v1beta/models/**")) {
            post(path, this::gemini);
        }
        get("/v1beta/models", models::list);
        get("/v1beta/models/**", models::one);
        ollama("/api/chat", OllamaEndpoint.CHAT, Operation.CHAT);
        ollama("/api/generate", OllamaEndpoint.GENERATE, Operation.CHAT);
        ollama("/api/embed", OllamaEndpoint.EMBED, Operation.EMBEDDINGS);
        ollama("/api/embeddings", OllamaEndpoint.EMBEDDINGS, Operation.EMBEDDINGS);
        get("/api/tags", models::listOllama);
        entries.add(new Entry.Plain(
                "GET", "/api/version", Access.ANYONE, (_, response) -> ModelsEndpoint.ollamaVersion(response)));
        return this;
    }

    private void ollama(String path, OllamaEndpoint endpoint, Operation operation) {
        post(path, call -> proxy.exchange(faces.ollama(endpoint), operation, call));
    }

    /** {@code {model}:generateContent} and the like. */
    private void gemini(Call call) throws DialectException, RefusedException, IOException {
        Operation operation = GeminiClientDialect.operation(call.tail());
        if (operation == null) {
            boolean action = call.tail().indexOf(':') >= 0;
            throw new DialectException(action ? ProxyErrors.unknownAction() : ProxyErrors.otherMethod(Set.of("GET")));
        }
        proxy.exchange(faces.gemini(), operation, call);
    }

    /** What earlier proxies offered, for the programs written for them. */
    Routes older(ModelsEndpoint models, OlderEndpoints older) {
        for (String version : VERSIONS) {
            get(version + "/models/detailed", older::detailed);
        }
        get("/api/models", models::list);
        get("/api/providers", older::providers);
        get("/api/provider-configs", older::providers);
        get("/api/providers/capabilities", older::capabilities);
        post("/api/chat/completions", call -> exchange("/chat/completions", call));
        post("/api/proxy/**", this::atProvider);
        get("/api/proxy/**", call -> readAtProvider(models, call));
        return this;
    }

    /** What says how the gateway is. */
    Routes own(HealthEndpoint health, StatusEndpoint status, MetricsEndpoint metrics) {
        entries.add(new Entry.Plain("GET", "/health", Access.ANYONE, health::summary));
        entries.add(new Entry.Plain("GET", "/api/health", Access.ANYONE, health::envelope));
        entries.add(new Entry.Plain("GET", "/health/live", Access.ANYONE, health::live));
        entries.add(new Entry.Plain("GET", "/health/ready", Access.ANYONE, health::ready));
        entries.add(new Entry.Plain("GET", "/metrics", Access.KEY_WITH_METRICS, metrics::wanted));
        entries.add(new Entry.Plain("GET", "/metrics/prometheus", Access.KEY_WITH_METRICS, metrics::prometheus));
        get("/v1/status", status::list);
        return this;
    }

    /** {@code {deployment}/chat/completions} and the like: the deployment is the model. */
    private void deployment(Call call) throws DialectException, RefusedException, IOException {
        int end = endOfName(call.tail());
        Choice choice = new Choice(call.tail().substring(0, end), null);
        exchange(call.tail().substring(end), call.with(choice, ""));
    }

    /** {@code {provider}/chat/completions} and the like: this provider and no other. */
    private void atProvider(Call call) throws DialectException, RefusedException, IOException {
        exchange(restAtProvider(call), call.with(provider(call), ""));
    }

    /** {@code {provider}/models} and {@code {provider}/models/{model}}: of those that this provider serves. */
    private void readAtProvider(ModelsEndpoint models, Call call) throws DialectException, IOException {
        String rest = restAtProvider(call);
        if (rest.equals("/models")) {
            models.list(call.with(provider(call), ""));
        } else if (rest.startsWith("/models/")) {
            models.one(call.with(provider(call), rest.substring("/models/".length())));
        } else {
            throw new DialectException(ProxyErrors.unknownPath(rest));
        }
    }

    private static Choice provider(Call call) {
        return new Choice(null, call.tail().substring(0, endOfName(call.tail())));
    }

    private static String restAtProvider(Call call) {
        String rest = call.tail().substring(endOfName(call.tail()));
        return rest.startsWith("/v1/") ? rest.substring("/v1".length()) : rest;
    }

    private static int endOfName(String tail) {
        int end = tail.indexOf('/');
        return end < 0 ? tail.length() : end;
    }

    private void exchange(String path, Call call) throws DialectException, RefusedException, IOException {
        Operation operation = Operation.at(path);
        if (operation == null) {
            throw new DialectException(ProxyErrors.unknownPath(path));
        }
        proxy.exchange(faces.openAi(operation), operation, call);
    }

    private void get(String path, CallerEndpoint endpoint) {
        caller("GET", path, endpoint);
    }

    private void post(String path, CallerEndpoint endpoint) {
        caller("POST", path, endpoint);
    }

    private void caller(String method, String path, CallerEndpoint endpoint) {
        entries.add(new Entry.ForCaller(method, path, endpoint));
    }
}

package io.tollgate.provider;

import io.tollgate.chat.Operation;
import io.tollgate.dialect.Body;
import io.tollgate.dialect.ProviderRequest;
import io.tollgate.provider.ProviderFailure.BadAnswer;
import io.tollgate.provider.ProviderFailure.Rejected;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Calls a provider that keeps conversations itself: every chat opens a new one in a project, puts the text into it, and
 * asks for the answer. Nothing is ever deleted there. Each step is a call like any other.
 */
final class ConversationTransport implements Transport {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int MAX_BODY = 1024 * 1024;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._~-]{1,200}");
    private static final String NOT_OPENED = "The provider did not open a conversation.";

    private final HttpTransport http;
    private final ConversationPaths paths;

    ConversationTransport(HttpTransport http, ConversationPaths paths) {
        this.http = http;
        this.paths = paths;
    }

    HttpPool pool() {
        return http.pool();
    }

    @Override
    public ProviderResponse call(ProviderRequest request, Target target, Cancellation cancellation)
            throws ProviderException {
        String project = paths.projectId().isEmpty() ? project(target) : paths.projectId();
        String conversation = open(project, request.headers(), target, cancellation);
        Map<String, String> headers = headers(project, conversation);
        step(post(paths.message(conversation), headers, request.body(), false, request), target, cancellation);
        ObjectNode chat =
                MAPPER.createObjectNode().put("conversationId", conversation).put("mode", request.model());
        return answer(http.callOnce(
                post(paths.chat(), headers, body(chat), request.streamed(), request), target, cancellation));
    }

    private static ProviderResponse answer(ProviderResponse response) throws ProviderException {
        boolean passedOn = false;
        try {
            ProviderResponse answer = ConversationResponse.of(response);
            passedOn = true;
            return answer;
        } catch (IOException e) {
            throw response.failed(e);
        } finally {
            if (!passedOn) {
                response.close();
            }
        }
    }

    @Override
    public ProviderResponse fetch(String method, String path, Target target) throws ProviderException {
        return http.fetch(method, path, target);
    }

    /** The first project there is; empty where there is none, or no such thing as projects. */
    private String project(Target target) throws ProviderException {
        JsonNode projects;
        try {
            projects = read(http.fetch("GET", paths.project(), target));
        } catch (ProviderException e) {
            if (e.failure() instanceof Rejected) {
                return "";
            }
            throw e;
        }
        JsonNode first = (projects.isArray() ? projects : projects.path("data")).path(0);
        return first.has("id") ? id(first.path("id")) : "";
    }

    private String open(String project, Map<String, String> headers, Target target, Cancellation cancellation)
            throws ProviderException {
        ObjectNode wanted = MAPPER.createObjectNode();
        if (!project.isEmpty()) {
            wanted.put("projectId", project);
        }
        ProviderRequest request = ProviderRequest.json(Operation.CHAT, paths.conversation(), "", body(wanted), false)
                .with(headers);
        JsonNode opened;
        try {
            opened = step(request, target, cancellation);
        } catch (ProviderException e) {
            if (e.failure() instanceof Rejected) { // not the caller's request is wrong
                throw new ProviderException(new BadAnswer("upstream_bad_response", NOT_OPENED), e);
            }
            throw e;
        }
        for (String name : new String[] {"id", "conversationId", "conversation_id"}) {
            if (opened.hasNonNull(name)) {
                return id(opened.path(name));
            }
        }
        throw bad();
    }

    /** Ids become parts of paths and headers. */
    private static String id(JsonNode id) throws ProviderException {
        String text = id.asString("");
        if (!ID.matcher(text).matches()) {
            throw bad();
        }
        return text;
    }

    private static ProviderException bad() {
        return new ProviderException(new BadAnswer("upstream_bad_response", NOT_OPENED));
    }

    private Map<String, String> headers(String project, String conversation) {
        String referer = paths.referer(project, conversation);
        return referer.isEmpty() ? Map.of() : Map.of("Referer", referer);
    }

    private static ProviderRequest post(
            String path, Map<String, String> headers, Body body, boolean streamed, ProviderRequest request) {
        return new ProviderRequest(
                        request.operation(),
                        path,
                        request.model(),
                        request.contentType(),
                        request.headers(),
                        body,
                        streamed)
                .with(headers);
    }

    private static Body body(ObjectNode json) {
        return Body.of(MAPPER.writeValueAsBytes(json));
    }

    private JsonNode step(ProviderRequest request, Target target, Cancellation cancellation) throws ProviderException {
        return read(http.callOnce(request, target, cancellation));
    }

    /** What a step answered; nothing where that is not JSON. */
    private static JsonNode read(ProviderResponse response) throws ProviderException {
        try (response) {
            byte[] body = response.body().readNBytes(MAX_BODY);
            response.body().read(); // reaching the end gives the connection back
            return MAPPER.readTree(body);
        } catch (JacksonException e) {
            return MAPPER.missingNode();
        } catch (IOException e) {
            throw response.failed(e);
        }
    }
}

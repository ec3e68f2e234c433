package io.tollgate.provider;

import io.tollgate.chat.Operation;
import io.tollgate.chat.Usage;
import io.tollgate.dialect.AnswerScan;
import io.tollgate.dialect.Body;
import io.tollgate.dialect.ProviderRequest;
import io.tollgate.vault.VaultException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Calls a provider on behalf of an administrator: to see whether a credential works, and which models there are. */
@Component
public class ProviderProbe {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int MAX_BODY = 4 * 1024 * 1024;
    private static final ProviderFailure NOT_AS_ASKED =
            new ProviderFailure.BadAnswer("upstream_bad_response", "The provider's answer is not what was asked for.");
    private static final ProviderFailure NO_CREDENTIAL = new ProviderFailure.Unreachable(
            "no_credential", "The provider has no credential that can be used: add one, or type it again.");

    private final Providers providers;
    private final Credentials credentials;
    private final Targets targets;
    private final Transports transports;

    ProviderProbe(Providers providers, Credentials credentials, Targets targets, Transports transports) {
        this.providers = providers;
        this.credentials = credentials;
        this.targets = targets;
        this.transports = transports;
    }

    /**
     * A test call that worked.
     *
     * @param text what the model said
     * @param micros from the call to the end of its answer
     */
    public record Success(UUID credentialId, String text, Usage usage, long micros) {}

    /**
     * Asks a model for one short answer, with the provider's first credential in use.
     *
     * @throws ProviderException when it does not answer
     */
    public Success test(UUID providerId, String providerModel) throws ProviderException {
        Target target = target(providerId);
        ObjectNode body = MAPPER.createObjectNode().put("model", providerModel);
        body.putArray("messages").addObject().put("role", "user").put("content", "Answer with the word: ready");
        long started = System.nanoTime();
        byte[] answer = read(target.transport()
                .call(
                        ProviderRequest.json(
                                Operation.CHAT,
                                Operation.CHAT.path(),
                                providerModel,
                                Body.of(MAPPER.writeValueAsString(body)),
                                false),
                        target));
        long micros = (System.nanoTime() - started) / 1000;
        JsonNode message = tree(answer).path("choices").path(0).path("message");
        if (!message.isObject()) {
            throw new ProviderException(NOT_AS_ASKED);
        }
        return new Success(target.credentialId(), message.path("content").asString(""), usage(answer), micros);
    }

    /**
     * The names of the models a provider says it has, sorted.
     *
     * @throws ProviderException when it does not say
     */
    public List<String> models(UUID providerId) throws ProviderException {
        Target target = target(providerId);
        if (!(target.transport() instanceof HttpTransport http)) {
            return List.of("demo");
        }
        List<String> names = new ArrayList<>();
        for (JsonNode model : tree(read(http.fetch("GET", "/models", target))).path("data")) {
            String name = model.path("id").asString("");
            if (!name.isBlank() && name.length() <= 200) {
                names.add(name);
            }
        }
        names.sort(null);
        return names;
    }

    private Target target(UUID providerId) throws ProviderException {
        Provider provider = providers.findById(providerId).orElseThrow();
        for (Credential credential : credentials.findByProviderIdAndRetiredAtIsNullOrderByName(providerId)) {
            if (!credential.isDisabled()) {
                try {
                    return targets.of(provider, credential, transports.of(provider));
                } catch (VaultException e) {
                    throw new ProviderException(NO_CREDENTIAL, e);
                }
            }
        }
        throw new ProviderException(NO_CREDENTIAL);
    }

    private static byte[] read(ProviderResponse response) throws ProviderException {
        try (response) {
            byte[] body = response.body().readNBytes(MAX_BODY);
            response.body().read(); // reaching the end gives the connection back
            return body;
        } catch (IOException e) {
            throw response.failed(e);
        }
    }

    private static JsonNode tree(byte[] body) throws ProviderException {
        try {
            return MAPPER.readTree(body);
        } catch (JacksonException e) {
            throw new ProviderException(NOT_AS_ASKED, e);
        }
    }

    private static Usage usage(byte[] answer) {
        AnswerScan scan = new AnswerScan();
        try {
            scan.read(answer, 0, answer.length);
        } catch (IOException e) {
            return Usage.NONE;
        }
        return Objects.requireNonNullElse(scan.usage(), Usage.NONE);
    }
}

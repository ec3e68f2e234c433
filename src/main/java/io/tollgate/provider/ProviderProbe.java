package io.tollgate.provider;

import io.tollgate.chat.AnswerCollector;
import io.tollgate.chat.ChatAnswer;
import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.Content;
import io.tollgate.chat.Message;
import io.tollgate.chat.Usage;
import io.tollgate.dialect.Decoder;
import io.tollgate.dialect.Destination;
import io.tollgate.dialect.DialectException;
import io.tollgate.dialect.FrameReader;
import io.tollgate.dialect.Losses;
import io.tollgate.dialect.ProviderDialect;
import io.tollgate.dialect.ProviderRequest;
import io.tollgate.dialect.StreamFormatException;
import io.tollgate.vault.VaultException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls a provider on behalf of an administrator: to see whether a credential works, and which models there are. */
@Component
public class ProviderProbe {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int MAX_BODY = 4 * 1024 * 1024;
    private static final int MOST_EVENTS = 10_000;
    private static final ProviderFailure NOT_AS_ASKED =
            new ProviderFailure.BadAnswer("upstream_bad_response", "The provider's answer is not what was asked for.");
    private static final ProviderFailure NO_CREDENTIAL = new ProviderFailure.Unreachable(
            "no_credential", "The provider has no credential that can be used: add one, or type it again.");

    private final Providers providers;
    private final Credentials credentials;
    private final Targets targets;
    private final Transports transports;
    private final Presets presets;

    ProviderProbe(
            Providers providers, Credentials credentials, Targets targets, Transports transports, Presets presets) {
        this.presets = presets;
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
        ProviderDialect dialect = target.profile().dialect();
        Destination to = new Destination(providerModel, false, target.profile().quirks(), new Losses());
        ChatRequest chat = ChatRequest.of(List.of(Message.of(Message.Role.USER, "Answer with the word: ready")));
        long started = System.nanoTime();
        AnswerCollector answer = new AnswerCollector();
        for (ChatEvent event : answer(dialect, target.transport().call(encode(dialect, chat, to), target))) {
            if (event instanceof ChatEvent.Failed(String raw)) {
                throw new ProviderException(new ProviderFailure.Unavailable(transports.streamError(raw, target)));
            }
            answer.add(event);
        }
        long micros = (System.nanoTime() - started) / 1000;
        ChatAnswer whole = answer.answer();
        if (whole.choices().isEmpty()) {
            throw new ProviderException(NOT_AS_ASKED);
        }
        return new Success(target.credentialId(), text(whole.choices().getFirst()), whole.usage(), micros);
    }

    private static ProviderRequest encode(ProviderDialect dialect, ChatRequest chat, Destination to)
            throws ProviderException {
        try {
            return dialect.encode(chat, to);
        } catch (DialectException e) {
            throw new ProviderException(new ProviderFailure.Unsupported(e.error()));
        }
    }

    /** Some providers stream, asked or not. */
    private static List<ChatEvent> answer(ProviderDialect dialect, ProviderResponse response) throws ProviderException {
        try (response) {
            FrameReader frames = response.frames();
            if (frames == null) {
                return dialect.decode(tree(read(response)));
            }
            Decoder decoder = dialect.decoder();
            List<ChatEvent> events = new ArrayList<>();
            while (events.size() < MOST_EVENTS && frames.next()) {
                events.addAll(decoder.read(frames.event(), frames.buffer(), frames.from(), frames.to()));
            }
            events.addAll(decoder.end());
            return events;
        } catch (StreamFormatException e) {
            throw new ProviderException(NOT_AS_ASKED, e);
        } catch (IOException e) {
            throw response.failed(e);
        }
    }

    private static String text(ChatAnswer.Choice choice) {
        StringBuilder text = new StringBuilder();
        choice.content().forEach(part -> text.append(part instanceof Content.Text(String more) ? more : ""));
        return text.toString();
    }

    /**
     * The names of the models a provider says it has, sorted; those its kind is known for where it has no list.
     *
     * @throws ProviderException when it cannot be asked
     */
    public List<String> models(UUID providerId) throws ProviderException {
        Target target = target(providerId);
        String path = target.profile().dialect().modelsPath();
        if (target.transport() instanceof DemoTransport) {
            return List.of("demo");
        }
        if (path.isEmpty()) {
            return presets.find(target.profile().preset()).stream()
                    .flatMap(preset -> preset.models().stream())
                    .map(Preset.KnownModel::name)
                    .sorted()
                    .toList();
        }
        JsonNode answer = tree(read(target.transport().fetch("GET", path, target)));
        Set<String> names = new TreeSet<>();
        for (JsonNode model : answer.has("data") ? answer.path("data") : answer.path("models")) {
            String name =
                    model.path("id").asString(model.path("name").asString("")).replaceFirst("^models/", "");
            if (!name.isBlank() && name.length() <= 200) {
                names.add(name);
            }
        }
        return List.copyOf(names);
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
}

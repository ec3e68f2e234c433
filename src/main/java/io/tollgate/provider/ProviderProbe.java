package io.tollgate.provider;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a provider on behalf of an administrator which models there are. */
@Component
public class ProviderProbe {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int MAX_BODY = 4 * 1024 * 1024;
    private static final ProviderFailure NOT_AS_ASKED =
            new ProviderFailure.BadAnswer("upstream_bad_response", "The provider's answer is not what was asked for.");

    private final ProbeTargets targets;
    private final Presets presets;

    ProviderProbe(ProbeTargets targets, Presets presets) {
        this.targets = targets;
        this.presets = presets;
    }

    /**
     * The names of the models a provider says it has, sorted; those its kind is known for where it has no list.
     *
     * @throws ProviderException when it cannot be asked
     */
    public List<String> models(UUID providerId) throws ProviderException {
        Target target = targets.of(providerId);
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

package io.tollgate.proxy;

import io.tollgate.catalog.Catalog;
import io.tollgate.pricing.Price;
import io.tollgate.provider.Preset;
import io.tollgate.provider.Presets;
import io.tollgate.provider.Target;
import io.tollgate.routing.Candidate;
import io.tollgate.routing.RoutingTable.Served;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What programs written for earlier proxies ask about providers and models, in the shapes they know. Each sees what its
 * key may use and no address, key or internal id.
 */
final class OlderEndpoints {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Presets presets;
    private final InstantSource clock;

    OlderEndpoints(Presets presets, InstantSource clock) {
        this.presets = presets;
        this.clock = clock;
    }

    /** A model of a provider. */
    private record Offer(Served model, Candidate candidate) {}

    /** {@code GET /api/health}. */
    void health(HttpServletResponse response) throws IOException {
        ProxyErrors.json(
                response,
                MAPPER.writeValueAsString(MAPPER.createObjectNode()
                        .put("success", true)
                        .put("message", "API Proxy is healthy")
                        .put("timestamp", clock.instant().toString())));
    }

    /** {@code GET /api/providers/capabilities}: each provider with its models, what they can and what they cost. */
    void capabilities(Call call) throws IOException {
        ArrayNode data = MAPPER.createArrayNode();
        byProvider(call, offer -> true).forEach((provider, offers) -> {
            ObjectNode node = head(offers.getFirst().candidate().target());
            ArrayNode models = node.putArray("models");
            offers.forEach(offer -> models.add(model(offer)));
            node.set(
                    "supported_features", features(offers.getFirst().candidate().target()));
            data.add(node);
        });
        wrapped(call, data);
    }

    /** {@code GET /api/providers} and {@code /api/provider-configs}: each provider, without its models' details. */
    void providers(Call call) throws IOException {
        ArrayNode data = MAPPER.createArrayNode();
        byProvider(call, offer -> true).forEach((provider, offers) -> {
            ObjectNode node = head(offers.getFirst().candidate().target());
            ArrayNode models = node.putArray("models");
            offers.forEach(offer -> models.addObject()
                    .put("name", offer.model().name())
                    .put("display_name", offer.model().name()));
            data.add(node);
        });
        wrapped(call, data);
    }

    /** {@code GET /v1/models/detailed}: each model at each provider, or at the one {@code ?provider=} names. */
    void detailed(Call call) throws IOException {
        String wanted = Paths.query(call.request(), "provider");
        ObjectNode answer = MAPPER.createObjectNode().put("object", "list");
        ArrayNode data = answer.putArray("data");
        Choice choice = new Choice(null, wanted, true);
        byProvider(call, offer -> wanted == null || choice.isChosen(offer.candidate()))
                .forEach((provider, offers) -> offers.forEach(offer -> data.add(
                        model(offer).put("provider", offer.candidate().target().providerName()))));
        ProxyErrors.json(call.response(), MAPPER.writeValueAsString(answer));
    }

    private static Map<UUID, List<Offer>> byProvider(Call call, Predicate<Offer> wanted) {
        Catalog catalog = call.catalog();
        Map<UUID, List<Offer>> offers = new LinkedHashMap<>();
        for (Served model : catalog.models().models()) {
            if (call.caller().mayUse(model.name())) {
                model.entries().stream()
                        .map(entry -> new Offer(model, entry.credentials().getFirst()))
                        .filter(wanted)
                        .forEach(offer -> offers.computeIfAbsent(
                                        offer.candidate().target().providerId(), id -> new ArrayList<>())
                                .add(offer));
            }
        }
        return offers;
    }

    private ObjectNode head(Target target) {
        Optional<Preset> preset = presets.find(target.profile().preset());
        return MAPPER.createObjectNode()
                .put("provider", target.profile().preset())
                .put("name", target.providerName())
                .put("display_name", target.providerName())
                .put("icon", preset.map(Preset::icon).orElse(""));
    }

    private ObjectNode model(Offer offer) {
        ObjectNode node = MAPPER.createObjectNode()
                .put("openai_id", offer.model().name())
                .put("provider_id", offer.candidate().providerModel())
                .put("display_name", offer.model().name())
                .put("description", "");
        node.set("capabilities", abilities(offer));
        Price price = offer.candidate().price();
        node.putObject("cost_per_1k_tokens")
                .put("input", perThousand(price.input()))
                .put("output", perThousand(price.output()));
        return node;
    }

    private ObjectNode abilities(Offer offer) {
        Set<String> known = presets.find(offer.candidate().target().profile().preset()).stream()
                .flatMap(preset -> preset.models().stream())
                .filter(model -> model.name().equals(offer.candidate().providerModel()))
                .findFirst()
                .map(Preset.KnownModel::capabilities)
                .orElse(Set.of());
        boolean embeds = offer.candidate().providerModel().contains("embed");
        ObjectNode node = MAPPER.createObjectNode()
                .put("supports_chat", !embeds)
                .put("supports_completion", !embeds)
                .put("supports_embedding", embeds)
                .put("supports_function_calling", !embeds)
                .put("supports_streaming", !embeds);
        known.forEach(name -> node.put(name, true));
        return node;
    }

    private static ObjectNode features(Target target) {
        return MAPPER.createObjectNode()
                .put("chat_completions", true)
                .put("completions", true)
                .put("embeddings", !target.profile().dialect().name().equals("anthropic"))
                .put("function_calling", true)
                .put("streaming", true);
    }

    private static @Nullable BigDecimal perThousand(@Nullable Long nano) {
        BigDecimal dollars = Price.dollars(nano);
        return dollars == null ? null : dollars.movePointLeft(3);
    }

    private static void wrapped(Call call, ArrayNode data) throws IOException {
        ObjectNode answer = MAPPER.createObjectNode().put("success", true);
        answer.set("data", data);
        ProxyErrors.json(call.response(), MAPPER.writeValueAsString(answer));
    }
}

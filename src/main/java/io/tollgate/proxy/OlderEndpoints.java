package io.tollgate.proxy;

import io.tollgate.catalog.Catalog;
import io.tollgate.pricing.Part;
import io.tollgate.pricing.Price;
import io.tollgate.provider.Capability;
import io.tollgate.provider.Icon;
import io.tollgate.provider.Preset;
import io.tollgate.provider.Preset.KnownModel;
import io.tollgate.provider.Presets;
import io.tollgate.provider.Target;
import io.tollgate.routing.Candidate;
import io.tollgate.routing.RoutingTable.Served;
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

    private static final Set<String> NO_EMBEDDINGS = Set.of("anthropic", "bedrock", "conversation");

    private final Presets presets;
    private final InstantSource clock;

    OlderEndpoints(Presets presets, InstantSource clock) {
        this.presets = presets;
        this.clock = clock;
    }

    /** A model of a provider. */
    private record Offer(Served model, Candidate candidate) {}

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
                    .put(
                            "display_name",
                            known(offer)
                                    .map(KnownModel::displayName)
                                    .orElse(offer.model().name())));
            data.add(node);
        });
        wrapped(call, data);
    }

    /** {@code GET /v1/models/detailed}: each model at each provider, or at the one {@code ?provider=} names. */
    void detailed(Call call) throws IOException {
        String wanted = Paths.query(call.request(), "provider");
        ObjectNode answer = MAPPER.createObjectNode().put("object", "list");
        ArrayNode data = answer.putArray("data");
        Choice choice = new Choice(null, wanted);
        byProvider(call, offer -> choice.allows(offer.candidate()))
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
                .put("icon", preset.map(Preset::icon).map(Icon::name).orElse(""));
    }

    private Optional<KnownModel> known(Offer offer) {
        return presets.find(offer.candidate().target().profile().preset())
                .flatMap(preset -> preset.model(offer.candidate().providerModel()));
    }

    private ObjectNode model(Offer offer) {
        Optional<KnownModel> known = known(offer);
        ObjectNode node = MAPPER.createObjectNode()
                .put("openai_id", offer.model().name())
                .put("provider_id", offer.candidate().providerModel())
                .put(
                        "display_name",
                        known.map(KnownModel::displayName).orElse(offer.model().name()))
                .put("description", known.map(KnownModel::description).orElse(""));
        node.set("capabilities", abilities(offer, known.orElse(null)));
        Price price = offer.candidate().tariff().at(clock.instant());
        node.putObject("cost_per_1k_tokens")
                .put("input", perThousand(price, Part.INPUT))
                .put("output", perThousand(price, Part.OUTPUT));
        return node;
    }

    /** What is known of the model, under the names of earlier proxies; what is usual where nothing is known. */
    private static ObjectNode abilities(Offer offer, @Nullable KnownModel model) {
        boolean embeds = model == null
                ? offer.candidate().providerModel().contains("embed")
                : model.can(
                        Capability.EMBEDDINGS, offer.candidate().providerModel().contains("embed"));
        boolean chats = model == null ? !embeds : model.can(Capability.CHAT, !embeds);
        ObjectNode node = MAPPER.createObjectNode()
                .put("supports_chat", chats)
                .put("supports_completion", model == null ? chats : model.can(Capability.COMPLETION, chats))
                .put("supports_embedding", embeds)
                .put(
                        "supports_function_calling",
                        model == null ? chats : model.can(Capability.TOOLS, chats && !isDescribed(model)))
                .put("supports_streaming", model == null ? chats : model.can(Capability.STREAMING, chats))
                .put("max_tokens", model == null ? null : model.maxOutput())
                .put("context_window", offer.candidate().contextWindow());
        if (model != null) {
            model.abilities().forEach((ability, is) -> node.put(ability.label(), is));
        }
        return node;
    }

    /** Whether what its definition leaves out is what it cannot do. */
    private static boolean isDescribed(KnownModel model) {
        return model.abilities().containsKey(Capability.CHAT);
    }

    private static ObjectNode features(Target target) {
        String dialect = target.profile().dialect().name();
        return MAPPER.createObjectNode()
                .put("chat_completions", true)
                .put("completions", true)
                .put("embeddings", !NO_EMBEDDINGS.contains(dialect))
                .put("function_calling", !dialect.equals("conversation"))
                .put("streaming", true);
    }

    private static @Nullable BigDecimal perThousand(@Nullable Price price, Part part) {
        BigDecimal written = price == null ? null : price.rates().written(part);
        return written == null ? null : written.movePointLeft(3);
    }

    private static void wrapped(Call call, ArrayNode data) throws IOException {
        ObjectNode answer = MAPPER.createObjectNode().put("success", true);
        answer.set("data", data);
        ProxyErrors.json(call.response(), MAPPER.writeValueAsString(answer));
    }
}

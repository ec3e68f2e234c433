package io.tollgate.console;

import io.tollgate.pricing.Price;
import io.tollgate.provider.Preset;
import io.tollgate.provider.Preset.KnownModel;
import io.tollgate.provider.Presets;
import io.tollgate.provider.Provider;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The kinds of providers that a person may choose from: all but the demo's own. */
@Component
class ProviderKinds {

    private final Presets presets;

    ProviderKinds(Presets presets) {
        this.presets = presets;
    }

    List<ProviderKind> all() {
        return presets.all().stream()
                .filter(preset -> !preset.id().equals(ProviderKind.DEMO))
                .map(ProviderKind::new)
                .toList();
    }

    Optional<ProviderKind> find(String id) {
        return all().stream().filter(kind -> kind.id().equals(id)).findFirst();
    }

    /** The kind of that id, or the usual one. */
    ProviderKind chosen(String id) {
        return find(id).or(() -> find(ProviderKind.USUAL)).orElseThrow();
    }

    /** What is known of a provider's model by its kind. */
    Optional<KnownModel> known(Provider provider, String model) {
        return presets.find(provider.getPreset()).stream()
                .flatMap(preset -> preset.models().stream())
                .filter(known -> known.name().equals(model))
                .findFirst();
    }

    /** What a provider's model costs as far as its kind knows. */
    Price price(Provider provider, String model) {
        try {
            return known(provider, model)
                    .map(known -> Price.ofDollars(known.input(), null, known.output(), null))
                    .orElse(Price.NONE);
        } catch (ArithmeticException tooFine) {
            return Price.NONE;
        }
    }

    /** What a provider's kind is called; its id where the kind is not defined any more. */
    String name(Provider provider) {
        return presets.find(provider.getPreset()).map(Preset::name).orElse(provider.getPreset());
    }
}

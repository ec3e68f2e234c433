package io.tollgate.console;

import io.tollgate.pricing.PriceException;
import io.tollgate.pricing.Rates;
import io.tollgate.provider.Icon;
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
        return presets.find(provider.getPreset()).flatMap(preset -> preset.model(model));
    }

    /** What a provider's model costs as far as its kind knows. */
    Rates rates(Provider provider, String model) {
        try {
            return known(provider, model)
                    .map(known -> Rates.ofDollars(known.input(), null, known.output(), null))
                    .orElse(Rates.NONE);
        } catch (PriceException cannotBe) {
            return Rates.NONE;
        }
    }

    /** All models that are known of a provider by its kind. */
    List<KnownModel> known(Provider provider) {
        return presets.find(provider.getPreset()).map(Preset::models).orElse(List.of());
    }

    /** The picture of a provider's kind; initials where the kind is not defined any more. */
    Icon icon(Provider provider) {
        return presets.find(provider.getPreset()).map(Preset::icon).orElseGet(() -> Icon.monogram(provider.getName()));
    }

    /** What a provider's kind is called; its id where the kind is not defined any more. */
    String name(Provider provider) {
        return presets.find(provider.getPreset()).map(Preset::name).orElse(provider.getPreset());
    }
}

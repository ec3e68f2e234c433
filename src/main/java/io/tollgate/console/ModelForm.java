package io.tollgate.console;

import io.tollgate.routing.Model;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A model as it is typed.
 *
 * @param provider where a new model is served; absent: nowhere yet
 * @param providerModel what it is called there; absent: the same
 * @param contextWindow in tokens; absent: as the kind of its provider knows
 */
record ModelForm(
        @NotBlank(message = "{pages.required}")
        @Size(max = 200)
        @Pattern(regexp = NAME, message = "{pages.nameInvalid}")
        String name,

        @Nullable String provider,

        @Nullable @Size(max = 200) @Pattern(regexp = NAME, message = "{pages.nameInvalid}")
        String providerModel,

        @Nullable @Pattern(regexp = TOKENS, message = "{models.contextWindow.invalid}")
        String contextWindow,

        @Nullable @Valid PriceForm price,
        @Nullable @Valid ChoosingForm choosing) {

    ModelForm {
        contextWindow = ProviderForm.text(contextWindow);
        choosing = choosing == null ? ChoosingForm.EMPTY : choosing;
        price = price == null ? PriceForm.EMPTY : price;
    }

    static final String NAME = "\\P{Cntrl}*";

    /** At most {@link Model#LARGEST_WINDOW}. */
    private static final String TOKENS = "[1-9][0-9]{0,7}|100000000";

    static final ModelForm EMPTY = new ModelForm("", null, null, null, PriceForm.EMPTY, ChoosingForm.EMPTY);

    static ModelForm of(Model model, PriceForm price) {
        Integer window = model.getContextWindow();
        return new ModelForm(
                model.getName(), null, null, window == null ? null : window.toString(), price, ChoosingForm.of(model));
    }

    /** Writes what was typed to a model, but for its name and its price. */
    void writeTo(Model model) {
        model.setContextWindow(contextWindow == null ? null : Integer.valueOf(contextWindow));
        typedChoosing().writeTo(model);
    }

    @Nullable
    UUID providerId() {
        return LogQuery.id(provider);
    }

    String plainName() {
        return name.strip();
    }

    String plainProviderModel() {
        return providerModel == null || providerModel.isBlank() ? plainName() : providerModel.strip();
    }

    ChoosingForm typedChoosing() {
        return choosing == null ? ChoosingForm.EMPTY : choosing;
    }

    PriceForm typedPrice() {
        return price == null ? PriceForm.EMPTY : price;
    }
}

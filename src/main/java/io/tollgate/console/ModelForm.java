package io.tollgate.console;

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
 */
record ModelForm(
        @NotBlank(message = "{pages.required}")
        @Size(max = 200)
        @Pattern(regexp = NAME, message = "{pages.nameInvalid}")
        String name,

        @Nullable String provider,

        @Nullable @Size(max = 200) @Pattern(regexp = NAME, message = "{pages.nameInvalid}")
        String providerModel,

        @Nullable @Valid PriceForm price) {

    ModelForm {
        price = price == null ? PriceForm.EMPTY : price;
    }

    static final String NAME = "\\P{Cntrl}*";

    static final ModelForm EMPTY = new ModelForm("", null, null, PriceForm.EMPTY);

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

    PriceForm typedPrice() {
        return price == null ? PriceForm.EMPTY : price;
    }
}

package io.tollgate.console;

import io.tollgate.routing.Deployment;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A deployment as it is typed.
 *
 * @param priority 1 is tried first
 * @param weight its share among those of the same priority
 * @param streamOnly whether the upstream only streams
 */
record DeploymentForm(
        @NotNull(message = "{pages.required}") @Nullable UUID provider,

        @NotBlank(message = "{pages.required}")
        @Size(max = 200)
        @Pattern(regexp = ModelForm.NAME, message = "{pages.nameInvalid}")
        String providerModel,

        @NotNull(message = "{pages.required}") @Min(1) @Max(100) @Nullable
        Integer priority,

        @NotNull(message = "{pages.required}") @Min(0) @Max(1_000) @Nullable
        Integer weight,

        @Nullable Boolean streamOnly,
        @Nullable @Valid PriceForm price) {

    DeploymentForm {
        price = price == null ? PriceForm.EMPTY : price;
    }

    static final DeploymentForm EMPTY = new DeploymentForm(null, "", 1, 1, false, PriceForm.EMPTY);

    static DeploymentForm of(Deployment deployment) {
        return new DeploymentForm(
                deployment.getProviderId(),
                deployment.getProviderModel(),
                deployment.getPriority(),
                deployment.getWeight(),
                deployment.isStreamOnly(),
                PriceForm.of(deployment.getPrice()));
    }

    /** Writes what was typed to a deployment. */
    void writeTo(Deployment deployment) {
        deployment.setProviderModel(providerModel.strip());
        deployment.rank(priority == null ? 1 : priority, weight == null ? 1 : weight);
        deployment.setStreamOnly(Boolean.TRUE.equals(streamOnly));
        deployment.setPrice((price == null ? PriceForm.EMPTY : price).price());
    }
}

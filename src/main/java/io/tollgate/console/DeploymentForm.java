package io.tollgate.console;

import io.tollgate.provider.Tags;
import io.tollgate.routing.Deployment;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A deployment as it is typed.
 *
 * @param streamOnly whether the upstream only streams
 * @param tags words a request may ask for
 */
record DeploymentForm(
        @NotBlank(message = "{pages.required}") @Nullable String provider,

        @NotBlank(message = "{pages.required}")
        @Size(max = 200)
        @Pattern(regexp = ModelForm.NAME, message = "{pages.nameInvalid}")
        String providerModel,

        @Nullable @Valid Rank rank,
        @Nullable String streamOnly,

        @Nullable @Size(max = Tags.LONGEST) @Pattern(regexp = TAGS, message = "{tags.invalid}")
        String tags,

        @Nullable @Valid PriceForm price) {

    /** Tags with commas or blanks between them. */
    static final String TAGS = "[\\s,]*([A-Za-z0-9][A-Za-z0-9._:-]{0,49}([\\s,]+|$))*";

    /** What cannot be read is not there: its field says so. */
    DeploymentForm {
        rank = rank == null ? Rank.FIRST : rank;
        price = price == null ? PriceForm.EMPTY : price;
    }

    static final DeploymentForm EMPTY = new DeploymentForm(null, "", Rank.FIRST, null, null, PriceForm.EMPTY);

    static DeploymentForm of(Deployment deployment, PriceForm price) {
        return new DeploymentForm(
                deployment.getProviderId().toString(),
                deployment.getProviderModel(),
                new Rank(deployment.getPriority(), deployment.getWeight()),
                String.valueOf(deployment.isStreamOnly()),
                Tags.join(deployment.getTags()),
                price);
    }

    /** Writes what was typed to a deployment. */
    void writeTo(Deployment deployment) {
        deployment.setProviderModel(providerModel.strip());
        Rank typed = rank == null ? Rank.FIRST : rank;
        deployment.rank(Objects.requireNonNullElse(typed.priority(), 1), Objects.requireNonNullElse(typed.weight(), 1));
        deployment.setStreamOnly("true".equals(streamOnly));
        deployment.setTags(Tags.parse(tags));
    }

    PriceForm typedPrice() {
        return price == null ? PriceForm.EMPTY : price;
    }

    @Nullable
    UUID providerId() {
        return LogQuery.id(provider);
    }

    /**
     * Its place in the order.
     *
     * @param priority 1 is tried first
     * @param weight its share among those of the same priority
     */
    record Rank(
            @NotNull(message = "{pages.required}") @Min(1) @Max(100) @Nullable
            Integer priority,

            @NotNull(message = "{pages.required}") @Min(0) @Max(1_000) @Nullable
            Integer weight) {

        static final Rank FIRST = new Rank(1, 1);
    }
}

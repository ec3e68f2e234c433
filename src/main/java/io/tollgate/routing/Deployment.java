package io.tollgate.routing;

import io.tollgate.limit.Limits;
import io.tollgate.provider.Tags;
import io.tollgate.storage.Row;
import io.tollgate.storage.Source;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One place a model is served: a provider and its own name for the model. */
@Entity
public class Deployment extends Row {

    private UUID modelId;

    private UUID providerId;

    private String providerModel;

    private int priority;

    private int weight;

    private boolean streamOnly;

    private @Nullable String tags;

    @Embedded
    private @Nullable Limits limits;

    @SuppressWarnings("NullAway.Init") // filled by JPA
    protected Deployment() {}

    public Deployment(UUID id, UUID modelId, UUID providerId, String providerModel, Source source, Instant createdAt) {
        super(id, source, createdAt);
        this.modelId = modelId;
        this.providerId = providerId;
        this.providerModel = providerModel;
        this.priority = 1;
        this.weight = 1;
    }

    public UUID getModelId() {
        return modelId;
    }

    public UUID getProviderId() {
        return providerId;
    }

    public String getProviderModel() {
        return providerModel;
    }

    public void setProviderModel(String providerModel) {
        this.providerModel = providerModel;
    }

    public int getPriority() {
        return priority;
    }

    public int getWeight() {
        return weight;
    }

    /**
     * Sets its place in the order.
     *
     * @param priority 1 is tried first
     * @param weight its share among deployments of the same priority; 0 takes no share
     */
    public void rank(int priority, int weight) {
        this.priority = priority;
        this.weight = weight;
    }

    /** Whether the upstream answers this model only as a stream; what was asked for whole is collected. */
    public boolean isStreamOnly() {
        return streamOnly;
    }

    public void setStreamOnly(boolean streamOnly) {
        this.streamOnly = streamOnly;
    }

    /** Words a request may ask for, beside its provider's. */
    public List<String> getTags() {
        return Tags.parse(tags);
    }

    public void setTags(List<String> words) {
        tags = words.isEmpty() ? null : Tags.join(words);
    }

    /** How fast it may be used. */
    public Limits getLimits() {
        return Objects.requireNonNullElse(limits, Limits.NONE);
    }

    public void setLimits(Limits limits) {
        this.limits = limits;
    }
}

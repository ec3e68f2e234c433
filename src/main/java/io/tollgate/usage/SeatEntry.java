package io.tollgate.usage;

import io.tollgate.usage.Trace.Seat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A candidate with the names behind its ids, as they are today; absent where the row is gone.
 *
 * @param providerModel the provider's name for the model
 * @param providerId absent when the provider is retired
 * @param modelId absent when the model is retired
 */
public record SeatEntry(
        Seat seat,
        @Nullable UUID providerId,
        @Nullable String providerName,
        @Nullable String credentialName,
        @Nullable UUID modelId,
        @Nullable String modelName,
        @Nullable String providerModel) {

    static SeatEntry of(Seat seat, @Nullable Place place, @Nullable Holder holder) {
        return new SeatEntry(
                seat,
                holder == null ? null : holder.providerId,
                holder == null ? null : holder.providerName,
                holder == null ? null : holder.name,
                place == null ? null : place.modelId,
                place == null ? null : place.modelName,
                place == null ? null : place.providerModel);
    }

    /** A deployment. */
    record Place(@Nullable UUID modelId, String modelName, String providerModel) {}

    /** A credential and whose it is. */
    record Holder(String name, @Nullable UUID providerId, String providerName) {}
}

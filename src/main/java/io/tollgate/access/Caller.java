package io.tollgate.access;

import io.tollgate.chat.NamePattern;
import io.tollgate.limit.Quota;
import io.tollgate.provider.AddressRange;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A virtual key as the hot path knows it.
 *
 * @param models names it may use; a star stands for any text, and {@code *} alone for all of them
 * @param metrics whether it may read the gateway's metrics
 * @param mayChoose whether its requests may say which of a model's providers is to answer
 * @param until when it ends, if ever
 * @param streamMode how streamed answers reach its team
 * @param quota what it and its team may use
 * @param addresses ranges it may be used from; none when it may be used from everywhere
 */
public record Caller(
        UUID keyId,
        String keyName,
        UUID teamId,
        String teamName,
        Set<String> models,
        boolean metrics,
        boolean mayChoose,
        StreamMode streamMode,
        @Nullable Instant until,
        Quota quota,
        List<AddressRange> addresses) {

    static final String ALL = "*";

    /** Whether the key may use a model. */
    public boolean mayUse(String model) {
        return models.contains(ALL) || models.contains(model) || fits(model);
    }

    private boolean fits(String model) {
        for (String name : models) {
            NamePattern pattern = NamePattern.of(name);
            if (pattern != null && pattern.matches(model)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the key was made for the console's playground. */
    public boolean isOfPlayground() {
        return keyId.equals(PlaygroundKeys.ID);
    }

    /** Whether the key may be used from an address. */
    public boolean mayCallFrom(@Nullable InetAddress address) {
        return addresses.isEmpty() || address != null && addresses.stream().anyMatch(range -> range.contains(address));
    }

    /** The same key, of a team that may use so much. */
    Caller within(Quota ofTeam) {
        return new Caller(
                keyId, keyName, teamId, teamName, models, metrics, mayChoose, streamMode, until, ofTeam, addresses);
    }

    /** Whether the key still holds at a time. */
    public boolean isValidAt(Instant now) {
        return until == null || now.isBefore(until);
    }
}

package io.tollgate.provider;

import io.tollgate.provider.CredentialCheck.Way;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks a provider whether it is there, and whether it takes a credential, without a call that is billed. */
@Component
public class Checkup {

    /** After which it is found out anew how a provider's credentials can be checked. */
    private static final long LASTS = Duration.ofHours(1).toNanos();

    private final CredentialCheck credentials;
    private final Map<UUID, Known> ways = new ConcurrentHashMap<>();

    private record Known(Way way, BaseUrl baseUrl, Profile profile, long atNanos) {

        boolean holds(Target target) {
            return System.nanoTime() - atNanos < LASTS
                    && baseUrl.equals(target.baseUrl())
                    && profile.equals(target.profile());
        }
    }

    Checkup(CredentialCheck credentials) {
        this.credentials = credentials;
    }

    /** What came of it. */
    public enum Result {
        /** It is there, and took the credential. */
        GOOD,
        /** It is there. */
        REACHED,
        /** It is not there, or fails. */
        DOWN,
        /** It refuses the credential. */
        REFUSED
    }

    /** Asks once. Takes as long as the provider's deadlines allow. */
    public Result run(Target target, Check check) {
        if (target.transport() instanceof DemoTransport) {
            return Result.GOOD;
        }
        String path = check.path();
        return path == null ? withCredential(target) : knock(target, path);
    }

    private Result withCredential(Target target) {
        Way way = way(target);
        if (way == null) {
            return Result.DOWN;
        }
        return way == Way.NONE
                ? knock(target, target.profile().dialect().modelsPath())
                : switch (credentials.check(target, way)) {
                    case Validity.Valid _ -> Result.GOOD;
                    case Validity.Refused _ -> Result.REFUSED;
                    case Validity.Unreachable _ -> Result.DOWN;
                    case Validity.Undecided _ -> Result.REACHED;
                };
    }

    /** Absent when nobody answers. */
    private @Nullable Way way(Target target) {
        Known known = ways.get(target.providerId());
        if (known != null && known.holds(target)) {
            return known.way();
        }
        Way found = credentials.way(target);
        if (found != null) {
            ways.put(target.providerId(), new Known(found, target.baseUrl(), target.profile(), System.nanoTime()));
        }
        return found;
    }

    /** Who refuses a request is there. */
    private static Result knock(Target target, String path) {
        try (ProviderResponse response = target.transport().fetch("HEAD", path.isEmpty() ? "/" : path, target)) {
            response.finish();
            return Result.REACHED;
        } catch (ProviderException e) {
            return Validity.of(e.failure()) instanceof Validity.Unreachable ? Result.DOWN : Result.REACHED;
        }
    }
}

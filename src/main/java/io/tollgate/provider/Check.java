package io.tollgate.provider;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a provider is looked after while nobody calls it. No call is made that is billed.
 *
 * @param every how often
 * @param path what of it is asked for with {@code HEAD}, behind its base URL; absent: which models there are
 */
public record Check(Duration every, @Nullable String path) {

    /** What a path may look like. */
    public static final Pattern PATH = Pattern.compile("/[A-Za-z0-9._~/-]{0,199}");

    /** Whether an answer proves that the credential is good. */
    public boolean provesCredential() {
        return path == null;
    }
}

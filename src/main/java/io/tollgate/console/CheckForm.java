package io.tollgate.console;

import io.tollgate.provider.Check;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a provider is looked after, as it is typed.
 *
 * @param seconds how often; empty: never
 */
record CheckForm(
        @Nullable @Min(1) @Max(86_400) Integer seconds,

        @Nullable @Pattern(regexp = "\\s*(/[A-Za-z0-9._~/-]{0,199})?\\s*", message = "{providers.check.path.invalid}")
        String path) {

    static final CheckForm EMPTY = new CheckForm(null, null);

    static CheckForm of(@Nullable Check check) {
        return check == null
                ? EMPTY
                : new CheckForm(Math.toIntExact(check.every().toSeconds()), check.path());
    }

    @Nullable
    Check check() {
        return seconds == null ? null : new Check(Duration.ofSeconds(seconds), ProviderForm.text(path));
    }
}

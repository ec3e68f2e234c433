package io.tollgate.dialect;

import java.util.Set;

/**
 * Where a converted request goes.
 *
 * @param model the provider's name for the model
 * @param streamed whether a stream is asked for
 * @param quirks how this provider differs from its dialect
 * @param losses is told what cannot be carried
 */
public record Destination(String model, boolean streamed, Set<Quirk> quirks, Losses losses) {

    public boolean has(Quirk quirk) {
        return quirks.contains(quirk);
    }
}

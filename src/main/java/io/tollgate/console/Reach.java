package io.tollgate.console;

import io.tollgate.provider.BaseUrl;
import io.tollgate.provider.Preset;
import io.tollgate.provider.Provider;
import io.tollgate.storage.Source;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** What kind of provider it is and where it answers, typed and found to be right. */
record Reach(Preset preset, Map<String, String> options, BaseUrl baseUrl) {

    /** A new provider that is reached so. */
    Provider provider(UUID id, String name, Instant now) {
        Provider provider = new Provider(id, name, preset.dialect(), baseUrl, Source.CONSOLE, now);
        provider.become(preset, options);
        return provider;
    }

    /** Makes a provider one that is reached so. */
    void applyTo(Provider provider) {
        provider.become(preset, options);
        provider.move(baseUrl);
    }
}

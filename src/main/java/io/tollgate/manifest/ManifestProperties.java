package io.tollgate.manifest;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What is declared at start.
 *
 * @param config path of the settings file; absent: {@code tollgate.yaml} in the data directory, if there is one
 * @param demo whether to show the gateway with a provider and a key made up for it, on this machine only
 */
@ConfigurationProperties("tollgate")
record ManifestProperties(@Nullable String config, boolean demo) {}

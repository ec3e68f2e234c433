package io.tollgate.provider;

import io.tollgate.storage.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * The kinds of providers there are: those that come with the gateway, and those that files under {@code providers} in
 * the data directory define, each named by its id. A file that cannot be used is reported and skipped.
 */
@Component
public class Presets {

    private static final Logger log = LoggerFactory.getLogger(Presets.class);
    private static final int LARGEST = 1024 * 1024;

    private final Map<String, Preset> byId = new TreeMap<>();

    public Presets(DataDirectory data) {
        bundled();
        own(data.path().resolve("providers"));
    }

    private void bundled() {
        try {
            for (Resource resource : new PathMatchingResourcePatternResolver(
                            getClass().getClassLoader())
                    .getResources("classpath*:presets/*.json")) {
                add(PresetReader.read(resource.getContentAsString(StandardCharsets.UTF_8), new Remarks()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void own(Path directory) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(file -> file.toString().endsWith(".json")).sorted().forEach(this::define);
        } catch (IOException e) {
            log.error("The definitions of providers in {} cannot be listed: {}", directory, e.getMessage());
        }
    }

    private void define(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new IllegalArgumentException("it is larger than " + LARGEST + " bytes");
            }
            Remarks remarks = new Remarks();
            add(PresetReader.read(Files.readString(file), remarks));
            remarks.all()
                    .forEach(remark -> log.warn("The definition of a provider in {} is used, but {}", file, remark));
        } catch (IOException | IllegalArgumentException e) {
            log.error("The definition of a provider in {} is not used: {}", file, e.getMessage());
        }
    }

    private void add(Preset preset) {
        byId.put(preset.id(), preset);
    }

    /** All of them, by name. */
    public Collection<Preset> all() {
        return byId.values().stream()
                .sorted((a, b) ->
                        a.name().toLowerCase(Locale.ROOT).compareTo(b.name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    public List<String> ids() {
        return List.copyOf(byId.keySet());
    }

    public Optional<Preset> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** How a provider is spoken to; as its dialect is usually spoken where its preset is gone. */
    Profile profile(Provider provider) {
        return preset(provider).profile(provider.getOptions());
    }

    /** What a provider is; the plainest of its dialect where its own preset is gone. */
    Preset preset(Provider provider) {
        Preset preset = byId.get(provider.getPreset());
        if (preset == null) {
            log.error(
                    "Provider {} is of a kind that is not defined any more: {}",
                    provider.getName(),
                    provider.getPreset());
            preset = byId.getOrDefault(provider.getDialect(), byId.get("openai"));
        }
        if (preset == null) {
            throw new IllegalStateException("The definitions that come with the gateway are missing");
        }
        return preset;
    }
}

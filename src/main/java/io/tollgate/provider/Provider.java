package io.tollgate.provider;

import io.tollgate.limit.Limits;
import io.tollgate.storage.NamedRow;
import io.tollgate.storage.Source;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An account with an upstream API. */
@Entity
public class Provider extends NamedRow {

    private String dialect;

    private @Nullable String preset;

    @Column(length = 8_000)
    @Convert(converter = OptionsConverter.class)
    private Map<String, String> options = Map.of();

    private String baseUrl;

    private @Nullable String proxy;

    @Column(length = 100_000)
    private @Nullable String caPem;

    private @Nullable Integer connectTimeoutMs;
    private @Nullable Integer firstByteTimeoutMs;
    private @Nullable Integer idleTimeoutMs;
    private @Nullable Integer totalTimeoutMs;

    private @Nullable String tags;

    private @Nullable Integer checkSeconds;
    private @Nullable String checkPath;

    @Embedded
    private @Nullable Limits limits;

    @SuppressWarnings("NullAway.Init") // filled by JPA
    protected Provider() {}

    public Provider(UUID id, String name, String dialect, BaseUrl baseUrl, Source source, Instant createdAt) {
        super(id, name, source, createdAt);
        this.dialect = dialect;
        this.baseUrl = baseUrl.toString();
    }

    public String getDialect() {
        return dialect;
    }

    /** The {@link Preset} it is of. */
    public String getPreset() {
        return preset == null ? dialect : preset;
    }

    /** What is set of the preset's options, by name. */
    public Map<String, String> getOptions() {
        return options;
    }

    /** Makes it a provider of a kind. */
    public void become(Preset newPreset, Map<String, String> newOptions) {
        preset = newPreset.id();
        dialect = newPreset.dialect();
        options = Map.copyOf(newOptions);
    }

    /** Where the upstream API answers, as typed and checked. */
    public BaseUrl getBaseUrl() {
        return BaseUrl.parse(baseUrl, "");
    }

    public Network getNetwork() {
        return new Network(
                proxy, caPem, new Timeouts(connectTimeoutMs, firstByteTimeoutMs, idleTimeoutMs, totalTimeoutMs));
    }

    /**
     * Moves the provider to another address. Credentials are bound to the origin they were typed for: the caller
     * encrypts them anew or retires them.
     */
    public void move(BaseUrl newBaseUrl) {
        baseUrl = newBaseUrl.toString();
    }

    public void setNetwork(Network network) {
        proxy = network.proxy();
        caPem = network.caPem();
        connectTimeoutMs = network.timeouts().connectMs();
        firstByteTimeoutMs = network.timeouts().firstByteMs();
        idleTimeoutMs = network.timeouts().idleMs();
        totalTimeoutMs = network.timeouts().totalMs();
    }

    /** Words a request may ask for. */
    public List<String> getTags() {
        return Tags.parse(tags);
    }

    public void setTags(List<String> words) {
        tags = words.isEmpty() ? null : Tags.join(words);
    }

    /** How it is looked after while nobody calls it; absent: it is not. */
    public @Nullable Check getCheck() {
        return checkSeconds == null ? null : new Check(Duration.ofSeconds(checkSeconds), checkPath);
    }

    public void setCheck(@Nullable Check check) {
        checkSeconds = check == null ? null : Math.toIntExact(check.every().toSeconds());
        checkPath = check == null ? null : check.path();
    }

    /** How fast it may be used. */
    public Limits getLimits() {
        return Objects.requireNonNullElse(limits, Limits.NONE);
    }

    public void setLimits(Limits limits) {
        this.limits = limits;
    }
}

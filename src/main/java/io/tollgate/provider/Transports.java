package io.tollgate.provider;

import io.tollgate.chat.GatewayError;
import io.tollgate.dialect.Inliner;
import io.tollgate.storage.Source;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Makes the transports of providers, and closes connections that idle or belong to nobody any more. */
@Component
public class Transports implements AutoCloseable {

    private static final long PERIOD_MS = 5_000;

    private final ProviderSettings settings;
    private final AddressRules rules;
    private final Presets presets;
    private final UpstreamErrors errors;
    private final DemoTransport demo;
    private final Watchdog watchdog = new Watchdog();
    private final ImageFetcher images = new ImageFetcher();
    private final Map<HttpPool.Key, HttpPool> pools = new HashMap<>();
    private volatile boolean stopped;

    Transports(ProviderSettings settings, AddressRules rules, Presets presets, InstantSource clock) {
        this.presets = presets;
        this.settings = settings;
        this.rules = rules;
        this.errors = new UpstreamErrors(clock);
        this.demo = new DemoTransport(clock);
        watchdog.start();
        Thread.ofPlatform().daemon().name("provider-connections").start(this::evict);
    }

    /** The transport of a provider; providers reached alike share their connections. */
    public synchronized Transport of(Provider provider) {
        if (provider.getPreset().equals("demo")) {
            return demo;
        }
        Network network = provider.getNetwork();
        ProviderSettings.Deadlines deadlines = settings.timeouts().with(network.timeouts());
        HttpPool.Key key = new HttpPool.Key(
                network.proxy(),
                network.caPem(),
                deadlines.connect(),
                provider.getSource() == Source.FILE,
                provider.getBaseUrl().isPlain());
        HttpPool pool = pools.computeIfAbsent(key, made -> new HttpPool(made, rules, settings.connections()));
        Profile profile = presets.profile(provider);
        HttpTransport http = new HttpTransport(provider.getBaseUrl(), profile, pool, watchdog, errors, deadlines);
        return profile.dialect().name().equals("conversation")
                ? new ConversationTransport(http, ConversationPaths.of(presets.preset(provider), provider.getOptions()))
                : http;
    }

    /** Tells which transports are in use; connections of others are closed once their calls have ended. */
    public synchronized void retain(Set<Transport> used) {
        Set<HttpPool> kept = new HashSet<>();
        for (Transport transport : used) {
            switch (transport) {
                case HttpTransport http -> kept.add(http.pool());
                case ConversationTransport conversations -> kept.add(conversations.pool());
                case DemoTransport _ -> {
                    // has no connections
                }
            }
        }
        pools.values().forEach(pool -> pool.use(kept.contains(pool)));
    }

    /** Fetches what clients name by its address. */
    public Inliner inliner() {
        return images;
    }

    /** The error inside an event of a stream, as the caller may see it. */
    public GatewayError streamError(String event, Target target) {
        return errors.inStream(event, target);
    }

    /** What the same is, while somebody else can still answer. */
    public ProviderFailure streamFailure(String event, Target target) {
        return errors.failureInStream(event, target);
    }

    private void evict() {
        while (!stopped) {
            try {
                Thread.sleep(PERIOD_MS);
            } catch (InterruptedException e) {
                return;
            }
            synchronized (this) {
                pools.values().removeIf(HttpPool::closeUnused);
            }
        }
    }

    @Override
    public synchronized void close() {
        stopped = true;
        watchdog.stop();
        images.close();
        pools.values().forEach(HttpPool::close);
    }
}

package io.tollgate.routing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.provider.Check;
import io.tollgate.provider.Checkup;
import io.tollgate.provider.Checkup.Result;
import io.tollgate.provider.Provider;
import io.tollgate.provider.Providers;
import io.tollgate.provider.Target;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Looks after the providers that are to be checked. Its thread reads from the database and is never interrupted; each
 * check runs on one of its own, so that a silent provider keeps nobody waiting.
 */
@Component
class ActiveChecks implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ActiveChecks.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Providers providers;
    private final Checkup checkup;
    private final HealthBook health;
    private final MeterRegistry registry;
    private final Map<UUID, Long> due = new ConcurrentHashMap<>();
    private final Set<UUID> underWay = ConcurrentHashMap.newKeySet();
    private final Map<UUID, Result> last = new ConcurrentHashMap<>();

    private volatile @Nullable Thread thread;
    private volatile boolean stopping;

    ActiveChecks(Providers providers, Checkup checkup, HealthBook health, MeterRegistry registry) {
        this.providers = providers;
        this.checkup = checkup;
        this.health = health;
        this.registry = registry;
    }

    @Override
    public void start() {
        stopping = false;
        Thread started = new Thread(this::run, "provider-checks");
        started.setDaemon(true);
        thread = started;
        started.start();
    }

    /** Whatever happens in one round, the next ones follow, unless the VM itself is at its end. */
    private void run() {
        boolean known = false;
        while (!stopping) {
            try {
                round(System.nanoTime());
                known = false;
            } catch (RuntimeException | Error e) {
                if (e instanceof VirtualMachineError && !(e instanceof StackOverflowError)) {
                    throw e;
                }
                if (!known) {
                    log.warn("Providers are not checked for now", e);
                }
                known = true;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private void round(long now) {
        for (Provider provider : providers.findByRetiredAtIsNullOrderByName()) {
            Check check = provider.getCheck();
            UUID id = provider.getId();
            if (check == null || provider.isDisabled()) {
                due.remove(id);
            } else if (now - due.getOrDefault(id, now) >= 0 && underWay.add(id)) {
                due.put(id, now + check.every().toNanos());
                Thread.ofVirtual().name("check " + provider.getName()).start(() -> visit(id, check));
            }
        }
    }

    private void visit(UUID providerId, Check check) {
        try {
            List<Target> targets = health.toBeChecked(providerId, check.provesCredential());
            if (targets.isEmpty()) {
                due.remove(providerId); // there may be a credential soon
            }
            for (int i = 0; i < targets.size() && !stopping; i++) {
                note(targets.get(i), checkup.run(targets.get(i), check));
            }
        } catch (RuntimeException e) {
            log.warn("A provider could not be checked", e);
        } finally {
            underWay.remove(providerId);
        }
    }

    private void note(Target target, Result result) {
        health.checked(target, result);
        Counter.builder("tollgate.checks")
                .description("Checks of providers while nobody calls them")
                .tags("provider", target.providerName(), "result", result.name().toLowerCase(Locale.ROOT))
                .register(registry)
                .increment();
        if (last.put(target.credentialId(), result) != result) {
            log.info("Provider {} was checked: {}", target.providerName(), result);
        }
    }

    /** Waits for nobody: a check under way ends by its deadlines. */
    @Override
    public void stop() {
        stopping = true;
        Thread running = thread;
        thread = null;
        LockSupport.unpark(running);
        try {
            if (running != null) {
                running.join(PAUSE.multipliedBy(5));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}

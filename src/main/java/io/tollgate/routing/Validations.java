package io.tollgate.routing;

import io.tollgate.provider.Credential;
import io.tollgate.provider.CredentialCheck;
import io.tollgate.provider.CredentialCheck.Way;
import io.tollgate.provider.Credentials;
import io.tollgate.provider.Provider;
import io.tollgate.provider.Target;
import io.tollgate.provider.Validity;
import io.tollgate.routing.Validation.State;
import io.tollgate.vault.VaultException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Checks all credentials of a provider in the background: the refused ones are left alone from then on, valid ones that
 * were left alone are used again. Its threads call the provider only, the database was asked before, and are stopped by
 * a flag.
 */
@Component
public class Validations implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Validations.class);
    private static final int AT_ONCE = 8;
    private static final int SILENT_ENOUGH = 3 * AT_ONCE;
    private static final Validity UNREADABLE = new Validity.Undecided("credential_unreadable");

    private static final Validity FAILED = new Validity.Undecided("internal_error");

    private final Credentials credentials;
    private final CredentialCheck check;
    private final HealthBook book;
    private final InstantSource clock;
    private final Map<UUID, Validation> latest = new ConcurrentHashMap<>();

    Validations(Credentials credentials, CredentialCheck check, HealthBook book, InstantSource clock) {
        this.credentials = credentials;
        this.check = check;
        this.book = book;
        this.clock = clock;
    }

    /** The provider's last check, under way or over; absent when there was none in this process. */
    public @Nullable Validation find(UUID providerId) {
        return latest.get(providerId);
    }

    /** Begins to check a provider's credentials in use; whether there is anything to do that is not done already. */
    public boolean start(Provider provider) {
        List<Credential> rows = credentials.findByProviderIdAndRetiredAtIsNullOrderByName(provider.getId()).stream()
                .filter(credential -> !credential.isDisabled())
                .toList();
        Validation begun = new Validation(rows.size());
        boolean fresh = !rows.isEmpty()
                && latest.compute(
                                provider.getId(), (_, before) -> before != null && before.isRunning() ? before : begun)
                        == begun;
        if (fresh) {
            Thread.ofVirtual().name("validation").start(() -> run(begun, provider, rows));
        }
        return fresh;
    }

    /** Calls a check off: no call is begun any more. */
    public void cancel(UUID providerId) {
        Validation validation = latest.get(providerId);
        if (validation != null) {
            validation.cancel();
        }
    }

    private void run(Validation validation, Provider provider, List<Credential> rows) {
        State last = State.UNREACHABLE;
        try {
            Way way = way(provider, rows);
            validation.setWay(way);
            last = way == Way.NONE ? State.NOT_CHECKABLE : checkAll(validation, provider, rows);
        } catch (RuntimeException e) {
            log.error("The credentials of provider {} could not be checked", provider.getName(), e);
        } finally {
            validation.end(last, clock.instant());
            log.info(
                    "Checked credentials of provider {}: {} {}",
                    provider.getName(),
                    validation.state(),
                    validation.progress());
        }
    }

    /** As any credential that can be read tells; where nobody answers, all will find that. */
    private Way way(Provider provider, List<Credential> rows) {
        for (Credential row : rows) {
            try {
                return Objects.requireNonNullElse(check.way(check.target(provider, row)), Way.LIST);
            } catch (VaultException _) {
                // said of each below
            }
        }
        return Way.LIST;
    }

    private State checkAll(Validation validation, Provider provider, List<Credential> rows) {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger silent = new AtomicInteger();
        int workers = Math.min(AT_ONCE, rows.size());
        CountDownLatch over = new CountDownLatch(workers);
        for (int i = 0; i < workers; i++) {
            Thread.ofVirtual().name("validation-" + i).start(() -> {
                try {
                    work(validation, provider, rows, next, silent);
                } finally {
                    over.countDown();
                }
            });
        }
        await(over);
        return silent.get() >= SILENT_ENOUGH && next.get() < rows.size() ? State.UNREACHABLE : State.DONE;
    }

    private void work(
            Validation validation, Provider provider, List<Credential> rows, AtomicInteger next, AtomicInteger silent) {
        while (validation.state() == State.RUNNING && silent.get() < SILENT_ENOUGH) {
            int turn = next.getAndIncrement();
            if (turn >= rows.size()) {
                return;
            }
            silent.set(checkOne(validation, provider, rows.get(turn)));
        }
    }

    /** How many in a row nobody answered. */
    private int checkOne(Validation validation, Provider provider, Credential row) {
        try {
            Target target = check.target(provider, row);
            Validity found = check.check(target, validation.way());
            if (found instanceof Validity.Refused) {
                book.refuse(target, "upstream_auth_error");
            }
            boolean back = found instanceof Validity.Valid && book.accept(target);
            return validation.note(row.getId(), found, back);
        } catch (VaultException _) {
            return validation.note(row.getId(), UNREADABLE, false);
        } catch (RuntimeException e) {
            log.error("A credential of provider {} could not be checked", provider.getName(), e);
            return validation.note(row.getId(), FAILED, false);
        }
    }

    private static void await(CountDownLatch over) {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Calls everything off. */
    @Override
    public void close() {
        latest.values().forEach(Validation::cancel);
    }
}

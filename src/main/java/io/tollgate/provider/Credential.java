package io.tollgate.provider;

import io.tollgate.limit.Limits;
import io.tollgate.storage.NamedRow;
import io.tollgate.storage.Source;
import io.tollgate.vault.Secret;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A key a provider issued to us, encrypted. */
@Entity
public class Credential extends NamedRow {

    private static final int HINTED_FROM = 12;
    private static final int HINT = 4;

    private UUID providerId;

    private String ciphertext;

    private String hint;

    @Embedded
    private @Nullable Limits limits;

    @SuppressWarnings("NullAway.Init") // filled by JPA
    protected Credential() {}

    /** @param hint what may be shown of the key: its last characters */
    public Credential(
            UUID id, UUID providerId, String name, String ciphertext, String hint, Source source, Instant createdAt) {
        super(id, name, source, createdAt);
        this.providerId = providerId;
        this.ciphertext = ciphertext;
        this.hint = hint;
    }

    /** What may be shown of a key: its last four characters, unless that would be too much of it. */
    public static String hint(Secret secret) {
        String text = secret.reveal();
        return text.length() < HINTED_FROM ? "" : text.substring(text.length() - HINT);
    }

    public UUID getProviderId() {
        return providerId;
    }

    public String getCiphertext() {
        return ciphertext;
    }

    public String getHint() {
        return hint;
    }

    public void replaceSecret(String newCiphertext, String newHint) {
        ciphertext = newCiphertext;
        hint = newHint;
    }

    /** How fast it may be used. */
    public Limits getLimits() {
        return Objects.requireNonNullElse(limits, Limits.NONE);
    }

    public void setLimits(Limits limits) {
        this.limits = limits;
    }
}

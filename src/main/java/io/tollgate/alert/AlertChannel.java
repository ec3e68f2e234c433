package io.tollgate.alert;

import io.tollgate.storage.NamedRow;
import io.tollgate.storage.Source;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A place where alerts are said. Its address and its secret are encrypted: an address may hold a token. */
@Entity
public class AlertChannel extends NamedRow {

    /** Longest address in characters. */
    public static final int LONGEST = 2_000;

    @Enumerated(EnumType.STRING)
    @Column(columnDefinition = "varchar(20)")
    private ChannelKind kind;

    @Enumerated(EnumType.STRING)
    @Column(columnDefinition = "varchar(10)")
    private Tongue language;

    private String shown = "";

    @Column(length = 16_000)
    private @Nullable String addressCiphertext;

    @Column(length = 16_000)
    private @Nullable String secretCiphertext;

    @Embedded
    private @Nullable MailServer mail;

    @SuppressWarnings("NullAway.Init") // filled by JPA
    protected AlertChannel() {}

    public AlertChannel(UUID id, String name, ChannelKind kind, Tongue language, Source source, Instant createdAt) {
        super(id, name, source, createdAt);
        this.kind = kind;
        this.language = language;
    }

    public ChannelKind getKind() {
        return kind;
    }

    public Tongue getLanguage() {
        return language;
    }

    public void setLanguage(Tongue language) {
        this.language = language;
    }

    /** What may be shown of where it leads. */
    public String getShown() {
        return shown;
    }

    /** The server, where messages go by e-mail. */
    public @Nullable MailServer getMail() {
        return mail;
    }

    /** Whether there is a secret. */
    public boolean hasSecret() {
        return secretCiphertext != null;
    }

    @Nullable
    String getAddressCiphertext() {
        return addressCiphertext;
    }

    @Nullable
    String getSecretCiphertext() {
        return secretCiphertext;
    }

    /** @param origin what may be shown of it */
    void leadTo(String ciphertext, String origin) {
        addressCiphertext = ciphertext;
        shown = origin;
    }

    void leadTo(MailServer server, String whatIsShown) {
        mail = server;
        shown = whatIsShown;
    }

    void sealWith(@Nullable String ciphertext) {
        secretCiphertext = ciphertext;
    }

    void forgetSecrets() {
        addressCiphertext = null;
        secretCiphertext = null;
    }
}

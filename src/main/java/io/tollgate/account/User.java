package io.tollgate.account;

import io.tollgate.storage.NamedRow;
import io.tollgate.storage.Source;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A person who signs in to the console. */
@Entity
@Table(name = "app_user")
public class User extends NamedRow {

    private String passwordHash;

    @Enumerated(EnumType.STRING)
    @Column(columnDefinition = "varchar(10)")
    private Role role;

    private boolean mustChangePassword;

    private @Nullable Instant passwordExpiresAt;

    @SuppressWarnings("NullAway.Init") // filled by JPA
    protected User() {}

    public User(UUID id, String name, String passwordHash, Role role, Source source, Instant createdAt) {
        super(id, name, source, createdAt);
        this.passwordHash = passwordHash;
        this.role = role;
    }

    public String getPasswordHash() {
        return passwordHash;
    }

    public Role getRole() {
        return role;
    }

    public void setRole(Role role) {
        this.role = role;
    }

    public boolean isMustChangePassword() {
        return mustChangePassword;
    }

    public @Nullable Instant getPasswordExpiresAt() {
        return passwordExpiresAt;
    }

    /** Sets a password the person chose, which lasts. */
    public void choosePassword(String newHash) {
        passwordHash = newHash;
        mustChangePassword = false;
        passwordExpiresAt = null;
    }

    /** Sets a password made by the gateway, to be changed at the first login and before {@code expiresAt}. */
    public void issuePassword(String newHash, Instant expiresAt) {
        passwordHash = newHash;
        mustChangePassword = true;
        passwordExpiresAt = expiresAt;
    }
}

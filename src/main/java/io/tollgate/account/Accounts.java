package io.tollgate.account;

import java.util.UUID;
import org.springframework.stereotype.Component;

/** What people do with their accounts. */
@Component
public class Accounts {

    private final Users users;
    private final Passwords passwords;
    private final FirstPassword firstPassword;

    Accounts(Users users, Passwords passwords, FirstPassword firstPassword) {
        this.users = users;
        this.passwords = passwords;
        this.firstPassword = firstPassword;
    }

    /**
     * Replaces a person's password by one that the person chose.
     *
     * @throws IllegalArgumentException when it is too long
     */
    public User choosePassword(UUID userId, String chosen) {
        User user = users.findById(userId).orElseThrow();
        boolean wasFirst = user.isMustChangePassword();
        user.choosePassword(passwords.hash(chosen));
        User saved = users.save(user);
        if (wasFirst) {
            firstPassword.forget();
        }
        return saved;
    }
}

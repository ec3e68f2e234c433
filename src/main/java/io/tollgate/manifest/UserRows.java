package io.tollgate.manifest;

import io.tollgate.account.Role;
import io.tollgate.account.User;
import io.tollgate.account.Users;
import io.tollgate.manifest.Declaration.DeclaredUser;
import io.tollgate.storage.Ids;
import io.tollgate.storage.Source;
import java.time.InstantSource;
import java.util.List;
import org.springframework.stereotype.Component;

/** Declared users as rows. */
@Component
final class UserRows {

    private final Users users;
    private final Retirement retirement;
    private final Ids ids;
    private final InstantSource clock;

    UserRows(Users users, Retirement retirement, Ids ids, InstantSource clock) {
        this.users = users;
        this.retirement = retirement;
        this.ids = ids;
        this.clock = clock;
    }

    /** Makes the rows what is declared, and returns how many were retired. */
    int apply(List<DeclaredUser> declared, Problems problems) {
        retireUnused(declared);
        LiveRows<User> live = LiveRows.named(users.findByRetiredAtIsNullOrderByName());
        int retired = live.retireAllBut(declared, retirement::retire);
        users.flush();
        for (DeclaredUser user : declared) {
            problems.attempt(() ->
                    live.put(user, update(user, live.declared(user).orElseGet(() -> add(user)))));
        }
        return retired;
    }

    /** The administrator of a first start gives way to a declared one of the same name, unless it has been used. */
    private void retireUnused(List<DeclaredUser> declared) {
        for (DeclaredUser user : declared) {
            users.findByLiveName(user.name())
                    .filter(row -> !row.isDeclared() && row.isMustChangePassword() && row.getRole() == Role.ADMIN)
                    .ifPresent(retirement::retire);
        }
    }

    private User add(DeclaredUser user) {
        return users.save(
                new User(ids.next(), user.name(), user.passwordHash(), user.role(), Source.FILE, clock.instant()));
    }

    private static User update(DeclaredUser user, User row) {
        row.setRole(user.role());
        if (!row.getPasswordHash().equals(user.passwordHash()) || row.isMustChangePassword()) {
            row.choosePassword(user.passwordHash());
        }
        return row;
    }
}

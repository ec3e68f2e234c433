package io.tollgate.account;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

/** The people who sign in. */
public interface Users extends JpaRepository<User, UUID> {

    List<User> findByRetiredAtIsNullOrderByName();

    Optional<User> findByLiveName(String name);
}

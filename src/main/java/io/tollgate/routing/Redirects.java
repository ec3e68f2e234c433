package io.tollgate.routing;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

/** The redirects. */
public interface Redirects extends JpaRepository<Redirect, UUID> {

    List<Redirect> findByRetiredAtIsNullOrderByName();

    Optional<Redirect> findByLiveName(String name);
}

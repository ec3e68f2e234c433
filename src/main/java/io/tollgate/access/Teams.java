package io.tollgate.access;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

/** The teams. */
public interface Teams extends JpaRepository<Team, UUID> {

    List<Team> findByRetiredAtIsNullOrderByName();

    Optional<Team> findByLiveName(String name);
}

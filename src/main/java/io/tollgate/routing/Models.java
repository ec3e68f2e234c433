package io.tollgate.routing;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

/** The models. */
public interface Models extends JpaRepository<Model, UUID> {

    List<Model> findByRetiredAtIsNullOrderByName();

    Optional<Model> findByLiveName(String name);
}

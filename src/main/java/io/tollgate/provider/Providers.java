package io.tollgate.provider;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

/** The providers. */
public interface Providers extends JpaRepository<Provider, UUID> {

    List<Provider> findByRetiredAtIsNullOrderByName();

    Optional<Provider> findByLiveName(String name);
}

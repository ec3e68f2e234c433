package io.tollgate.provider;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

/** The credentials. */
public interface Credentials extends JpaRepository<Credential, UUID> {

    List<Credential> findByRetiredAtIsNullOrderByName();

    List<Credential> findByProviderIdAndRetiredAtIsNullOrderByName(UUID providerId);

    Optional<Credential> findByProviderIdAndLiveName(UUID providerId, String name);
}

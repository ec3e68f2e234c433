package io.tollgate.access;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

/** The virtual keys. */
public interface VirtualKeys extends JpaRepository<VirtualKey, UUID> {

    List<VirtualKey> findByRetiredAtIsNullOrderByName();

    Optional<VirtualKey> findByLiveName(String name);
}

package io.tollgate.alert;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

/** The channels. */
public interface AlertChannels extends JpaRepository<AlertChannel, UUID> {

    List<AlertChannel> findByRetiredAtIsNullOrderByName();

    Optional<AlertChannel> findByLiveName(String name);
}

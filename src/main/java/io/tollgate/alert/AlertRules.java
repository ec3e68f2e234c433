package io.tollgate.alert;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

/** What is set of rules. */
public interface AlertRules extends JpaRepository<AlertRule, UUID> {

    List<AlertRule> findByRetiredAtIsNullOrderByName();

    Optional<AlertRule> findByLiveName(String name);
}

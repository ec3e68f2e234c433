package io.tollgate.routing;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

/** The defaults of routing. */
public interface RoutingDefaults extends JpaRepository<RoutingDefault, UUID> {

    List<RoutingDefault> findByRetiredAtIsNull();

    Optional<RoutingDefault> findByLiveName(String name);

    /** How candidates of models are chosen that do not say it themselves. */
    default Choosing inForce() {
        return findByLiveName(RoutingDefault.NAME)
                .map(row -> new Choosing(row.getStrategy(), row.isAffinity(), List.of()))
                .orElse(Choosing.USUAL);
    }
}

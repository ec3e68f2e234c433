package io.tollgate.routing;

import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

/** The deployments. */
public interface Deployments extends JpaRepository<Deployment, UUID> {

    List<Deployment> findByRetiredAtIsNull();

    List<Deployment> findByModelIdAndRetiredAtIsNullOrderByPriority(UUID modelId);

    /** Those retired too. */
    List<Deployment> findByModelId(UUID modelId);

    List<Deployment> findByProviderIdAndRetiredAtIsNull(UUID providerId);
}

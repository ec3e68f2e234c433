package io.tollgate.storage;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Holds unless the operator names another database by {@code spring.datasource.url} or {@code .jndi-name}. */
final class OwnDatabase implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return in(context.getEnvironment());
    }

    static boolean in(Environment environment) {
        return environment.getProperty("spring.datasource.url", "").isBlank()
                && environment.getProperty("spring.datasource.jndi-name", "").isBlank();
    }
}

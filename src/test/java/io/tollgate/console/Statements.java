package io.tollgate.console;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.resource.jdbc.spi.StatementInspector;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.boot.test.context.TestComponent;

/** Counts what is asked of the database in one thread, so that what others do meanwhile is left out. */
@TestComponent
class Statements implements StatementInspector, HibernatePropertiesCustomizer {

    private static final long serialVersionUID = 1L;

    private static final ThreadLocal<AtomicInteger> COUNT = ThreadLocal.withInitial(AtomicInteger::new);

    @Override
    public void customize(Map<String, Object> hibernateProperties) {
        hibernateProperties.put(JdbcSettings.STATEMENT_INSPECTOR, this);
    }

    @Override
    public String inspect(String sql) {
        COUNT.get().incrementAndGet();
        return sql;
    }

    /** How many statements some work of this thread takes. */
    int during(Runnable work) {
        int before = COUNT.get().get();
        work.run();
        return COUNT.get().get() - before;
    }
}

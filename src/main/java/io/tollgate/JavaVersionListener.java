package io.tollgate;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;

/**
 * Says in the container's log that Tollgate needs Java 25, where an older JVM would leave the application out without a
 * word. Compiled for Java 17, the oldest version Tomcat 11 and Jetty 12.1 start on.
 */
public final class JavaVersionListener implements ServletContextListener {

    private static final int REQUIRED = 25;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        int running = Runtime.version().feature();
        if (running < REQUIRED) {
            event.getServletContext()
                    .log("Tollgate needs Java " + REQUIRED + " or later and does not start on Java " + running
                            + ": start this container with a newer JVM (JAVA_HOME).");
        }
    }
}

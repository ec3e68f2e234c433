package io.tollgate.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.Test;

class NameLookupsTests {

    private static final InetAddress[] HERE = {InetAddress.getLoopbackAddress()};

    private final CountDownLatch answered = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();

    private final DnsResolver names = new DnsResolver() {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            asked.incrementAndGet();
            if (host.equals("unknown")) {
                throw new UnknownHostException(host);
            }
            if (host.equals("slow")) {
                awaitAnswer();
            }
            return HERE;
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    };

    private void awaitAnswer() {
        try {
            answered.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void answersAsTheSystemDoes() throws UnknownHostException {
        NameLookups lookups = new NameLookups(names);

        assertThat(lookups.resolve("known")).isSameAs(HERE);
        assertThat(lookups.resolveCanonicalHostname("known")).isEqualTo("known");
        assertThatThrownBy(() -> lookups.resolve("unknown"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("unknown");
    }

    @Test
    void doesNotWaitForANameServerThatIsSilent() throws UnknownHostException {
        NameLookups lookups = new NameLookups(names, Duration.ofMillis(50), 8);

        assertThatThrownBy(() -> lookups.resolve("slow"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("slow: no answer within 50 ms");
        assertThat(new NameLookups(names).resolve("known")).isSameAs(HERE);

        answered.countDown();
    }

    @Test
    void looksUpOnlySoManyAtOnce() {
        NameLookups lookups = new NameLookups(names, Duration.ofMinutes(1), 2);
        Thread one = Thread.ofVirtual().start(() -> resolve(lookups));
        Thread two = Thread.ofVirtual().start(() -> resolve(lookups));
        await().until(() -> asked.get() == 2);

        assertThatThrownBy(() -> lookups.resolve("known")).hasMessage("known: too many names are being looked up");

        answered.countDown();
        await().until(() -> !one.isAlive() && !two.isAlive());
    }

    private static void resolve(NameLookups lookups) {
        try {
            lookups.resolve("slow");
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anInterruptIsNotLost() throws InterruptedException {
        NameLookups lookups = new NameLookups(names, Duration.ofMinutes(1), 2);
        boolean[] kept = new boolean[1];
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                lookups.resolve("slow");
            } catch (UnknownHostException e) {
                kept[0] = Thread.currentThread().isInterrupted();
            }
        });
        await().until(() -> asked.get() == 1);

        waiting.interrupt();
        waiting.join();

        assertThat(kept[0]).isTrue();
        answered.countDown();
    }
}

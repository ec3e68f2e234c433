package io.tollgate.provider;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.jspecify.annotations.Nullable;

/**
 * Looks names up on a few threads of its own and waits for a short time only. Nobody can end a lookup, and for as long
 * as it takes it holds a thread of the system: were that one of those that carry virtual threads, a name server that
 * does not answer would stop the requests to all other providers.
 */
final class NameLookups implements DnsResolver {

    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final int MOST = 64;
    private static final int KEPT_SECONDS = 30;

    private final DnsResolver names;
    private final Duration longest;
    private final ExecutorService threads;

    NameLookups(DnsResolver names) {
        this(names, LONGEST, MOST);
    }

    /**
     * @param longest how long a lookup may take
     * @param most how many there may be at once
     */
    NameLookups(DnsResolver names, Duration longest, int most) {
        this.names = names;
        this.longest = longest;
        this.threads = new ThreadPoolExecutor(
                0,
                most,
                KEPT_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().daemon().name("names-", 1).factory());
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        Future<InetAddress[]> answer;
        try {
            answer = threads.submit(() -> names.resolve(host));
        } catch (RejectedExecutionException e) {
            throw new UnknownHostException(host + ": too many names are being looked up");
        }
        try {
            return answer.get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new UnknownHostException(host + ": no answer within " + longest.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException(host + ": interrupted");
        } catch (ExecutionException e) {
            throw unknown(host, e.getCause());
        }
    }

    private static UnknownHostException unknown(String host, @Nullable Throwable cause) {
        if (cause instanceof UnknownHostException unknown) {
            return unknown;
        }
        UnknownHostException failed = new UnknownHostException(host);
        failed.initCause(cause);
        return failed;
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return names.resolveCanonicalHostname(host);
    }
}

package io.tollgate.provider;

import java.net.UnknownHostException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.routing.HttpRoutePlanner;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * Sends every call through an outbound proxy. The provider's name is resolved and checked here first, because the proxy
 * makes the connection.
 */
record ProxyRoute(HttpHost proxy, AddressRules rules, boolean declared) implements HttpRoutePlanner {

    @Override
    public HttpRoute determineRoute(@Nullable HttpHost host, HttpContext context) throws HttpException {
        if (host == null) {
            throw new HttpException("A call has no host");
        }
        boolean secure = host.getSchemeName().equals("https");
        try {
            rules.resolve(host.getHostName(), declared, !secure);
        } catch (HttpPool.AddressRefusedException e) {
            throw new HttpException("A call to this address is refused", e);
        } catch (UnknownHostException e) {
            throw new HttpException("The provider's host name does not resolve", e);
        }
        return new HttpRoute(host, null, proxy, secure);
    }
}

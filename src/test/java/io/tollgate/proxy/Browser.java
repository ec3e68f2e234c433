package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody at the console: one session, and the token that its forms carry. */
final class Browser {

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final Gateway gateway;
    private String session = "";
    private String token = "";

    private Browser(Gateway gateway) {
        this.gateway = gateway;
        read(gateway.send(gateway.request("/login")));
    }

    /** Somebody who is not signed in. */
    static Browser anonymous(Gateway gateway) {
        return new Browser(gateway);
    }

    static Browser signIn(Gateway gateway, String name, String password) {
        Browser browser = new Browser(gateway);
        Gateway.Reply reply = browser.send("POST", "/login", "username", name, "password", password);
        assertThat(reply.header("Location")).as("where " + name + " is sent").doesNotContain("login");
        browser.read(reply);
        browser.read(browser.send("GET", "/profile"));
        return browser;
    }

    private void read(Gateway.Reply reply) {
        for (String cookie : reply.headers().allValues("Set-Cookie")) {
            if (cookie.startsWith("JSESSIONID=")) {
                session = cookie.substring(0, cookie.indexOf(';'));
            }
        }
        Matcher matcher = TOKEN.matcher(reply.text());
        if (matcher.find()) {
            token = matcher.group(1);
        }
    }

    Gateway.Reply send(String method, String path, String... fields) {
        HttpRequest.Builder request = gateway.request(path).header("Cookie", session);
        if (method.equals("GET")) {
            return gateway.send(request);
        }
        StringBuilder form = new StringBuilder("_csrf=").append(encode(token));
        for (int i = 0; i < fields.length; i += 2) {
            form.append('&').append(fields[i]).append('=').append(encode(fields[i + 1]));
        }
        return gateway.send(request.header("Content-Type", "application/x-www-form-urlencoded")
                .method(method, BodyPublishers.ofString(form.toString())));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

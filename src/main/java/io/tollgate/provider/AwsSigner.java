package io.tollgate.provider;

import io.tollgate.dialect.Body;
import io.tollgate.vault.Secret;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/**
 * Signs requests to Amazon Bedrock with Signature Version 4, where the credential is an access key:
 * {@code ACCESS_KEY_ID:SECRET_ACCESS_KEY}, and {@code :SESSION_TOKEN} where there is one. Any other credential is an
 * API key, and sent as it is.
 *
 * @param region where the provider is; empty for what its address says
 */
public record AwsSigner(String region) {

    private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();
    private static final String SERVICE = "bedrock";
    private static final String USUAL_REGION = "us-east-1";
    private static final Pattern REGION_IN_HOST = Pattern.compile("bedrock[a-z-]*\\.([a-z0-9-]+)\\..+");
    private static final Pattern ACCESS_KEY = Pattern.compile("(\\w{16,128}):([A-Za-z0-9/+=]{16,})(?::([^:\\s]+))?");

    /** The headers that go with a request, in its final form. */
    Map<String, String> headers(String method, URI uri, Body body, Secret secret) {
        Matcher key = ACCESS_KEY.matcher(secret.reveal());
        return key.matches()
                ? signed(method, uri, body, identity(key))
                : Map.of("Authorization", "Bearer " + secret.reveal());
    }

    private static AwsCredentialsIdentity identity(Matcher key) {
        return key.group(3) == null
                ? AwsCredentialsIdentity.create(key.group(1), key.group(2))
                : AwsSessionCredentialsIdentity.create(key.group(1), key.group(2), key.group(3));
    }

    private Map<String, String> signed(String method, URI uri, Body body, AwsCredentialsIdentity identity) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(method))
                .uri(uri)
                .putHeader("Host", uri.getRawAuthority())
                .build();
        SdkHttpRequest signed = SIGNER.sign(sign -> sign.identity(identity)
                        .request(request)
                        .payload(body::open)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, regionOf(uri.getHost())))
                .request();
        Map<String, String> headers = new LinkedHashMap<>();
        signed.forEachHeader((name, values) -> {
            if (!name.equalsIgnoreCase("Content-Length")) {
                headers.put(name, values.getFirst());
            }
        });
        return headers;
    }

    private String regionOf(String host) {
        Matcher said = REGION_IN_HOST.matcher(host.toLowerCase(Locale.ROOT));
        return !region.isEmpty() ? region : said.matches() ? said.group(1) : USUAL_REGION;
    }
}

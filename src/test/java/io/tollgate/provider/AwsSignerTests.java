package io.tollgate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.dialect.Body;
import io.tollgate.vault.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwsSignerTests {

    private static final String SECRET_KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final String KEY = "AKIAIOSFODNN7EXAMPLE:" + SECRET_KEY;
    private static final String PATH = "/model/amazon.nova-lite-v1%3A0/converse";
    private static final String BODY = "{\"messages\":[]}";
    private static final Pattern AUTHORIZATION = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/(\\d{8}/([a-z0-9-]+)/bedrock/aws4_request),"
                    + " SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})");

    private static Map<String, String> headers(String region, String origin, String secret) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(
                new AwsSigner(region).headers("POST", URI.create(origin + PATH), Body.of(BODY), Secret.of(secret)));
        return headers;
    }

    private static Matcher authorization(Map<String, String> headers) {
        Matcher said = AUTHORIZATION.matcher(headers.get("Authorization"));
        assertThat(said.matches()).as(headers.get("Authorization")).isTrue();
        return said;
    }

    /** From Amazon's test suite for Signature Version 4. */
    @ParameterizedTest
    @CsvSource({
        "GET, 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "POST, 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"
    })
    void theTestsComputeAsAmazonDoes(String method, String signature) {
        TreeMap<String, String> headers =
                new TreeMap<>(Map.of("host", "example.amazonaws.com", "x-amz-date", "20150830T123600Z"));
        assertThat(new Signature4(method, "/", headers, new byte[0])
                        .of("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "20150830/us-east-1/service/aws4_request"))
                .isEqualTo(signature);
    }

    @Test
    void signsWithAnAccessKey() {
        Map<String, String> headers = headers("", "https://bedrock-runtime.eu-west-1.amazonaws.com", KEY);
        Matcher said = authorization(headers);
        assertThat(said.group(2)).isEqualTo("eu-west-1");
        assertThat(headers).containsEntry("Host", "bedrock-runtime.eu-west-1.amazonaws.com");
        assertThat(headers).containsOnlyKeys("Authorization", "Host", "X-Amz-Date", "x-amz-content-sha256");
        TreeMap<String, String> signed = new TreeMap<>();
        for (String name : said.group(3).split(";")) {
            signed.put(name, headers.get(name));
        }
        assertThat(signed).containsKeys("host", "x-amz-date");
        assertThat(new Signature4("POST", PATH, signed, BODY.getBytes(StandardCharsets.UTF_8))
                        .of(SECRET_KEY, said.group(1)))
                .isEqualTo(said.group(4));
        assertThat(headers.toString()).doesNotContain(SECRET_KEY);
    }

    @Test
    void sendsTheTokenOfASession() {
        Map<String, String> headers =
                headers("", "https://bedrock-runtime.us-west-2.amazonaws.com", KEY + ":FwoGZXIvYXdzEXAMPLE//token==");
        assertThat(headers).containsEntry("X-Amz-Security-Token", "FwoGZXIvYXdzEXAMPLE//token==");
        assertThat(authorization(headers).group(3)).contains("x-amz-security-token");
    }

    @ParameterizedTest
    @CsvSource({
        "'', http://127.0.0.1:8080, us-east-1",
        "'', https://bedrock-runtime-fips.us-gov-west-1.amazonaws.com, us-gov-west-1",
        "'', https://vpce-1.bedrock-runtime.ap-south-1.vpce.amazonaws.com, us-east-1",
        "eu-central-1, https://bedrock-runtime.us-east-1.amazonaws.com, eu-central-1"
    })
    void signsForTheRegion(String region, String origin, String expected) {
        assertThat(authorization(headers(region, origin, KEY)).group(2)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"bedrock-api-key-YmVkcm9jaw==", "ABSKQmVkcm9ja0FQSUtleQ==", "short:secret"})
    void sendsAnyOtherCredentialAsItIs(String secret) {
        assertThat(headers("", "https://bedrock-runtime.us-east-1.amazonaws.com", secret))
                .containsOnlyKeys("Authorization")
                .containsEntry("Authorization", "Bearer " + secret);
    }
}

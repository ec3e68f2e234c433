package io.tollgate.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tollgate.provider.AddressRules.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.InMemoryDnsResolver;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTests {

    private final AddressRules rules = new AddressRules(List.of("10.1.0.0/16", "fd12::/16"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "169.254.0.1",
                "169.254.255.255",
                "168.63.129.16",
                "100.100.100.200",
                "192.0.0.192",
                "0.0.0.0",
                "0.1.2.3",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "fe80::1",
                "febf::1",
                "fd00:ec2::254",
                "fd20:ce::254",
                "ff02::1",
                "::",
                "::ffff:169.254.169.254",
                "::ffff:0.0.0.0",
                "64:ff9b::169.254.169.254",
                "64:ff9b::a9fe:a9fe",
                "2002:a9fe:a9fe::1",
                "::169.254.169.254",
                "::ffff:a9fe:a9fe"
            })
    void neverCalls(String address) throws UnknownHostException {
        InetAddress parsed = InetAddress.getByName(address);

        assertThat(rules.allows(parsed, false)).isFalse();
        assertThat(rules.allows(parsed, true)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "100.64.0.1",
                "100.127.255.255",
                "198.18.0.1",
                "::1",
                "fc00::1",
                "fdff::1",
                "fec0::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::10.0.0.1",
                "2002:7f00:1::",
                "::127.0.0.1",
                "2002:c0a8:101::1",
                "::ffff:7f00:1"
            })
    void callsOnlyWhereTheSettingsSaySo(String address) throws UnknownHostException {
        InetAddress parsed = InetAddress.getByName(address);

        assertThat(rules.allows(parsed, false)).isFalse();
        assertThat(rules.allows(parsed, true)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "1.1.1.1",
                "172.15.255.255",
                "172.32.0.1",
                "100.63.255.255",
                "100.128.0.1",
                "11.0.0.1",
                "126.0.0.1",
                "128.0.0.1",
                "169.253.0.1",
                "169.255.0.1",
                "192.167.0.1",
                "198.17.0.1",
                "198.20.0.1",
                "223.255.255.255",
                "2606:4700::1111",
                "2001:4860:4860::8888",
                "::ffff:8.8.8.8",
                "10.1.2.3",
                "fd12::1",
                "64:ff9b::8.8.8.8",
                "2002:808:808::1"
            })
    void callsEverythingElse(String address) throws UnknownHostException {
        assertThat(rules.allows(InetAddress.getByName(address), false)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.example.com, ",
        "http://api.example.com, PLAIN_HTTP",
        "http://10.1.0.5:8080, ",
        "http://10.2.0.5, PRIVATE",
        "https://10.2.0.5, PRIVATE",
        "https://127.0.0.1, PRIVATE",
        "https://localhost, PRIVATE",
        "https://api.localhost, PRIVATE",
        "https://2130706433, PRIVATE",
        "https://[::1], PRIVATE",
        "https://[::ffff:127.0.0.1], PRIVATE",
        "https://[64:ff9b::7f00:1], PRIVATE",
        "https://169.254.169.254, NEVER",
        "https://2852039166, NEVER",
        "https://[::ffff:169.254.169.254], NEVER",
        "https://[fd00:ec2::254], NEVER",
        "https://0, NEVER",
        "https://0.0.0.0, NEVER",
        "https://8.8.8.8, "
    })
    void saysWhatIsWrongWithATypedAddress(String url, Problem problem) {
        assertThat(rules.check(BaseUrl.parse(url)).orElse(null)).isEqualTo(problem);
    }

    private static AddressRules resolving(String... addresses) throws UnknownHostException {
        InetAddress[] found = new InetAddress[addresses.length];
        for (int i = 0; i < addresses.length; i++) {
            found[i] = InetAddress.getByName(addresses[i]);
        }
        return new AddressRules(List.of("127.1.0.0/16"), new InMemoryDnsResolver() {
            {
                add("model.example", found);
            }
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "127.1.0.9 | true",
                "127.1.0.9 127.1.0.8 | true",
                "127.1.0.9 127.2.0.9 | false",
                "127.2.0.9 | false",
                "192.0.2.1 | false",
                "127.1.0.9 192.0.2.1 | false",
                "169.254.169.254 | false"
            })
    void callsNamesUnencryptedOnlyWhereARangeIsNamed(String addresses, boolean allowed) throws Exception {
        AddressRules resolving = resolving(addresses.split(" "));

        assertThat(resolving.check(BaseUrl.parse("http://model.example")).orElse(null))
                .isEqualTo(allowed ? null : Problem.PLAIN_HTTP);
        assertThat(resolving.check(BaseUrl.parse("https://model.example"))).isEmpty();
        assertThat(connects(resolving, null)).isEqualTo(allowed);
        assertThat(connects(resolving, "http://127.0.0.1:1")).isEqualTo(allowed);
    }

    @Test
    void callsNamesUnencryptedOfWhatAFileDeclares() throws UnknownHostException {
        assertThat(resolving("127.2.0.9").resolve("model.example", true, true)).hasSize(1);
        assertThat(resolving("192.0.2.1").resolve("model.example", true, true)).hasSize(1);
        assertThatExceptionOfType(HttpPool.AddressRefusedException.class)
                .isThrownBy(() -> resolving("169.254.169.254").resolve("model.example", true, true));
    }

    @Test
    void doesNotCallNamesUnencryptedThatNobodyKnows() throws UnknownHostException {
        assertThat(resolving("127.1.0.9").check(BaseUrl.parse("http://other.example")))
                .contains(Problem.PLAIN_HTTP);
    }

    /** Whether the rules let a call without encryption out, though it may come to nothing. */
    private static boolean connects(AddressRules rules, @Nullable String proxy) throws IOException {
        HttpPool.Key key = new HttpPool.Key(proxy, null, Duration.ofSeconds(1), false, true);
        HttpHost host = new HttpHost("http", "model.example", 9);
        try (HttpPool pool = new HttpPool(key, rules);
                ClassicHttpResponse response = pool.client().executeOpen(host, new HttpGet("/"), null)) {
            return response.getCode() > 0;
        } catch (HttpPool.AddressRefusedException e) {
            return false;
        } catch (IOException e) {
            return !(e.getCause() instanceof HttpException refused
                    && refused.getCause() instanceof HttpPool.AddressRefusedException);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost.", "0x7f000001", "2130706433", "017700000001", "0"})
    void callsNoOtherSpellingOfAnAddress(String host) {
        boolean callable;
        try {
            callable = rules.allows(InetAddress.getByName(host), false);
        } catch (UnknownHostException e) {
            callable = false;
        }
        assertThat(callable).isFalse();
    }

    @Test
    void readsRanges() throws UnknownHostException {
        assertThat(AddressRange.parse("10.0.0.0/9").contains(InetAddress.getByName("10.127.0.1")))
                .isTrue();
        assertThat(AddressRange.parse("10.0.0.0/9").contains(InetAddress.getByName("10.128.0.1")))
                .isFalse();
        assertThat(AddressRange.parse("0.0.0.0/0").contains(InetAddress.getByName("9.9.9.9")))
                .isTrue();
        assertThat(AddressRange.parse("0.0.0.0/0").contains(InetAddress.getByName("::2")))
                .isFalse();
        assertThat(AddressRange.parse("10.0.0.7").contains(InetAddress.getByName("10.0.0.7")))
                .isTrue();
    }
}

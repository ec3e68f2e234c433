package io.tollgate.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tollgate.console.CredentialImport.Flaw;
import io.tollgate.console.CredentialImport.Named;
import io.tollgate.provider.Credential;
import io.tollgate.provider.Credentials;
import io.tollgate.provider.Provider;
import io.tollgate.storage.Source;
import io.tollgate.vault.Secret;
import io.tollgate.vault.Vault;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Many keys of a provider at once. */
@PageTest
class CredentialImportTests {

    @Autowired
    private Desk desk;

    @Autowired
    private Credentials credentials;

    @Autowired
    private Vault vault;

    private List<Credential> live(Provider provider) {
        return credentials.findByProviderIdAndRetiredAtIsNullOrderByName(provider.getId());
    }

    @Test
    void readsLineByLine() {
        CredentialImport read = CredentialImport.read(
                """
                name,key
                sk-alone
                own name, sk-named

                # sk-left-out
                sk-alone
                own name,sk-other
                in use,sk-third
                sk-stored
                half,
                has blanks,sk a b
                %s,sk-long
                \tsk-tabs\t
                """.formatted("n".repeat(101)), Set.of("in use", "key-00001"), Set.of(Secret.of("sk-stored")));

        assertThat(read.sound())
                .extracting(Named::name, key -> key.secret().reveal())
                .containsExactly(
                        tuple("key-00002", "sk-alone"), tuple("own name", "sk-named"), tuple("key-00003", "sk-tabs"));
        assertThat(read.flaws())
                .containsExactly(
                        new Flaw(6, "twice"),
                        new Flaw(7, "nameTaken"),
                        new Flaw(8, "nameTaken"),
                        new Flaw(9, "known"),
                        new Flaw(10, "empty"),
                        new Flaw(11, "secret"),
                        new Flaw(12, "name"));
        assertThat(read).asString().doesNotContain("sk-");
    }

    @Test
    void addsWhatIsSoundAndTellsTheRest() {
        Provider provider = desk.provider(Source.CONSOLE, "https://api.example.com");
        String path = "/providers/" + provider.getId() + "/credentials";
        desk.send(path, "name", "first", "secret", "sk-first-0123456789");

        assertThat(desk.follow(desk.send(
                        path + "/import", "keys", "second,sk-second-0123456789\r\nsk-first-0123456789\r\nx,a b\r\n")))
                .bodyText()
                .contains("Keys added: 1", "Line 2: the key is stored already", "Line 3: the key holds blanks")
                .doesNotContain("sk-second-0123456789", "sk-first-0123456789");

        assertThat(live(provider)).extracting(Credential::getName).containsExactly("first", "second");
        Credential second = live(provider).getLast();
        assertThat(second.getCiphertext()).doesNotContain("sk-second");
        assertThat(vault.decrypt(provider.getId(), provider.getBaseUrl().origin(), second.getCiphertext())
                        .reveal())
                .isEqualTo("sk-second-0123456789");
        assertThat(second.getHint()).isEqualTo("6789");
    }

    @Test
    void takesThousandsAndShowsSome() {
        Provider provider = desk.provider(Source.CONSOLE, "https://api.example.com");
        String path = "/providers/" + provider.getId();
        String keys = IntStream.range(0, 10_001)
                .mapToObj(i -> "sk-bulk-%05d-0123456789".formatted(i))
                .collect(Collectors.joining("\n"));

        assertThat(desk.follow(desk.send(path + "/credentials/import", "keys", keys)))
                .bodyText()
                .contains("Keys added: 10,000", "Line 10,001: there are more than 10,000", "100 of 10,000 shown");

        assertThat(live(provider)).hasSize(10_000);
        assertThat(desk.open(path + "?credential=KEY-0777"))
                .bodyText()
                .contains("key-07770", "10 of 10 shown, 10,000 in all")
                .doesNotContain("key-00777"); // as a row; the first hundreds are dots
        desk.send(path + "/retire");
    }

    @Test
    void onlyAdministratorsAdd() {
        Provider typed = desk.provider(Source.CONSOLE, "https://api.example.com");
        Provider declared = desk.provider(Source.FILE, "https://api.example.com");

        assertThat(desk.sendAsViewer("/providers/" + typed.getId() + "/credentials/import", "keys", "sk-1"))
                .hasStatus(403);
        assertThat(desk.follow(desk.send("/providers/" + declared.getId() + "/credentials/import", "keys", "sk-1")))
                .hasStatusOk();
        assertThat(live(typed)).isEmpty();
        assertThat(live(declared)).isEmpty();
    }
}

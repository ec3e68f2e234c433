package io.tollgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.console.Fact.Mood;
import io.tollgate.console.Fact.Section;
import io.tollgate.manifest.ManifestLoader;
import io.tollgate.storage.DataDirectory;
import io.tollgate.storage.H2ConsoleStatus;
import io.tollgate.usage.CounterCare;
import io.tollgate.usage.Ledger;
import io.tollgate.usage.Retention;
import io.tollgate.vault.Vault;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.info.BuildProperties;
import org.springframework.util.FileSystemUtils;

@PageTest
class SystemFactsTests {

    @Autowired
    private Desk desk;

    @Autowired
    private ObjectProvider<BuildProperties> build;

    @Autowired
    private ServletContext container;

    @Autowired
    private DataSource database;

    @Autowired
    private Vault vault;

    @Autowired
    private H2ConsoleStatus h2Console;

    @Autowired
    private ManifestLoader manifest;

    @Autowired
    private Ledger ledger;

    @Autowired
    private CounterCare counters;

    @Autowired
    private Retention retention;

    @Test
    void sayThatTheDataDirectoryIsGone(@TempDir Path folder) throws IOException {
        DataDirectory directory = DataDirectory.open(folder.resolve("data"));
        FileSystemUtils.deleteRecursively(directory.path());
        SystemFacts facts = new SystemFacts(
                build, container, database, directory, vault, h2Console, manifest, ledger, counters, retention);

        assertThat(facts.sections()).flatExtracting(Section::facts).contains(Fact.word("freeSpace", "gone", Mood.BAD));
    }

    @Test
    void areAllOnThePage() {
        assertThat(desk.open("/system"))
                .hasStatusOk()
                .bodyText()
                .contains("Journal size", "Open", "Rows against their sums")
                .containsPattern("[0-9]+ d [0-9]+ h [0-9]+ min")
                .doesNotContain("??");
        assertThat(desk.openInChinese("/system"))
                .hasStatusOk()
                .bodyText()
                .containsPattern("[0-9]+ 天 [0-9]+ 小时 [0-9]+ 分");
    }
}

package io.tollgate.console;

import io.tollgate.manifest.DemoMode;
import io.tollgate.storage.H2ConsoleStatus;
import io.tollgate.vault.Vault;
import io.tollgate.vault.VaultState;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Knows what everybody who is signed in should be told on every page. */
@Component
class Banners {

    private final Vault vault;
    private final H2ConsoleStatus h2Console;
    private final DemoMode demo;

    Banners(Vault vault, H2ConsoleStatus h2Console, DemoMode demo) {
        this.vault = vault;
        this.h2Console = h2Console;
        this.demo = demo;
    }

    List<Banner> current() {
        List<Banner> banners = new ArrayList<>();
        if (vault.state() instanceof VaultState.Sealed(String reason)) {
            banners.add(Banner.sealed(reason));
        }
        if (h2Console.enabled()) {
            banners.add(Banner.h2Console(h2Console.path()));
        }
        if (demo.active()) {
            banners.add(Banner.demo());
        }
        return banners;
    }
}

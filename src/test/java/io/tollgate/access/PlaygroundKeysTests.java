package io.tollgate.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.tollgate.access.PlaygroundKeys.Issued;
import io.tollgate.limit.Quota;
import io.tollgate.storage.Source;
import io.tollgate.vault.KeyHasher;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlaygroundKeysTests {

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    private final KeyHasher hasher = mock(KeyHasher.class);
    private final PlaygroundKeys keys = new PlaygroundKeys(hasher, () -> NOW);
    private final Team team = new Team(new UUID(3, 3), "search", Source.CONSOLE, NOW);

    @BeforeEach
    void hash() {
        when(hasher.hash(any()))
                .thenAnswer(call -> MessageDigest.getInstance("SHA-256")
                        .digest(call.<String>getArgument(0).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void holdForEveryModelForAQuarterOfAnHour() throws RefusedException {
        Issued key = keys.issue(team);

        Caller caller = authenticate(key, NOW.plus(Duration.ofMinutes(14)), team.getId());
        assertThat(caller)
                .returns(team.getId(), Caller::teamId)
                .returns(true, Caller::isOfPlayground)
                .returns(false, Caller::metrics);
        assertThat(caller.mayUse("any")).isTrue();
        isRefused(key, NOW.plus(Duration.ofMinutes(15)), team.getId());
    }

    @Test
    void endWhenTheyAreRevoked() throws RefusedException {
        Issued ended = keys.issue(team);
        Issued other = keys.issue(team);

        keys.revoke(ended);

        isRefused(ended, NOW, team.getId());
        assertThat(authenticate(other, NOW, team.getId()).teamName()).isEqualTo("search");
    }

    @Test
    void holdForTeamsInUseOnly() {
        isRefused(keys.issue(team), NOW, new UUID(4, 4));
    }

    private Caller authenticate(Issued key, Instant now, UUID inUse) throws RefusedException {
        return new KeyRing(List.of(), keys, Map.of(inUse, Quota.NONE))
                .authenticate(key.text().reveal(), hasher, now);
    }

    private void isRefused(Issued key, Instant now, UUID inUse) {
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> authenticate(key, now, inUse));
    }
}

package io.tollgate.console;

import io.tollgate.provider.Check;
import io.tollgate.provider.Network;
import io.tollgate.provider.Provider;
import io.tollgate.provider.Tags;
import io.tollgate.provider.Timeouts;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A provider as it is typed.
 *
 * @param preset id of its kind
 * @param options what is set of the kind's options, by name
 * @param credential name of a credential typed with it
 * @param secret the key the provider issued; when the provider is edited, only for moving it to another host
 */
record ProviderForm(
        @NotBlank(message = "{pages.required}")
        @Size(max = 100)
        @Pattern(regexp = ModelForm.NAME, message = "{pages.nameInvalid}")
        String name,

        String preset,

        @NotBlank(message = "{pages.required}") @Size(max = 500)
        String baseUrl,

        Map<String, String> options,

        @Nullable @Size(max = 100) @Pattern(regexp = ModelForm.NAME, message = "{pages.nameInvalid}")
        String credential,

        @Nullable @Size(max = 4_000) @Pattern(regexp = CredentialForm.SECRET, message = "{providers.secret.invalid}")
        String secret,

        @Nullable @Size(max = 300) String proxy,

        @Nullable @Size(max = 100_000) String caPem,

        @Nullable @Size(max = Tags.LONGEST) @Pattern(regexp = DeploymentForm.TAGS, message = "{tags.invalid}")
        String tags,

        @Nullable @Valid TimeoutForm timeouts,

        @Nullable @Valid CheckForm check) {

    /** What was not sent is empty; what cannot be read is not there: its field says so. */
    ProviderForm {
        name = Objects.requireNonNullElse(name, "");
        preset = preset == null || preset.isBlank() ? ProviderKind.USUAL : preset;
        baseUrl = Objects.requireNonNullElse(baseUrl, "");
        options = Objects.requireNonNullElse(options, Map.of());
        timeouts = timeouts == null ? TimeoutForm.EMPTY : timeouts;
        check = check == null ? CheckForm.EMPTY : check;
    }

    /** The empty form of a kind. */
    static ProviderForm blank(ProviderKind kind) {
        return new ProviderForm(
                "",
                kind.id(),
                kind.baseUrl(),
                Map.of(),
                null,
                null,
                null,
                null,
                null,
                TimeoutForm.EMPTY,
                CheckForm.EMPTY);
    }

    static ProviderForm of(Provider provider) {
        Network network = provider.getNetwork();
        return new ProviderForm(
                provider.getName(),
                provider.getPreset(),
                provider.getBaseUrl().toString(),
                provider.getOptions(),
                null,
                null,
                network.proxy(),
                network.caPem(),
                Tags.join(provider.getTags()),
                TimeoutForm.of(network.timeouts()),
                CheckForm.of(provider.getCheck()));
    }

    /** The same provider, to be made one of another kind. */
    ProviderForm as(ProviderKind kind) {
        return new ProviderForm(
                name, kind.id(), baseUrl, options, credential, secret, proxy, caPem, tags, timeouts, check);
    }

    Network network() {
        return new Network(text(proxy), text(caPem), timeouts == null ? Timeouts.DEFAULTS : timeouts.timeouts());
    }

    @Nullable
    Check looking() {
        return check == null ? null : check.check();
    }

    String plainName() {
        return name.strip();
    }

    @Nullable
    String plainSecret() {
        return text(secret);
    }

    String credentialName(String otherwise) {
        String given = text(credential);
        return given == null ? otherwise : given;
    }

    static @Nullable String text(@Nullable String typed) {
        return typed == null || typed.isBlank() ? null : typed.strip();
    }

    @Override
    public String toString() {
        return "ProviderForm[" + name + "]";
    }
}

package io.tollgate.console;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** A credential as it is typed. */
record CredentialForm(
        @NotBlank(message = "{pages.required}")
        @Size(max = 100)
        @Pattern(regexp = ModelForm.NAME, message = "{pages.nameInvalid}")
        String name,

        @NotBlank(message = "{pages.required}")
        @Size(max = 4_000)
        @Pattern(regexp = SECRET, message = "{providers.secret.invalid}")
        String secret) {

    /** What travels in a header: printable ASCII without a space; blanks around it come from copying. */
    static final String SECRET = "\\s*[\\x21-\\x7e]*\\s*";

    static final CredentialForm EMPTY = new CredentialForm("", "");

    @Override
    public String toString() {
        return "CredentialForm[" + name + "]";
    }
}

package io.tollgate.console;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * A redirect as it is typed.
 *
 * @param name what clients ask for
 * @param target the model that answers
 */
record RedirectForm(
        @NotBlank(message = "{pages.required}")
        @Size(max = 200)
        @Pattern(regexp = "[^*\\p{Cntrl}]*", message = "{routing.redirect.name.invalid}")
        String name,

        @NotBlank(message = "{pages.required}")
        @Size(max = 200)
        @Pattern(regexp = ModelForm.NAME, message = "{pages.nameInvalid}")
        String target) {

    static final RedirectForm EMPTY = new RedirectForm("", "");
}

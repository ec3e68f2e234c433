package io.tollgate.console;

import io.tollgate.account.Accounts;
import io.tollgate.account.Passwords;
import io.tollgate.account.User;
import io.tollgate.account.Users;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** A person's own page: password, language and theme. */
@Controller
class ProfileController {

    private final Users users;
    private final Passwords passwords;
    private final Accounts accounts;
    private final Landing landing;
    private final LoginBackoff backoff;
    private final SecurityContextRepository sessions = new HttpSessionSecurityContextRepository();

    ProfileController(Users users, Passwords passwords, Accounts accounts, Landing landing, LoginBackoff backoff) {
        this.users = users;
        this.accounts = accounts;
        this.landing = landing;
        this.backoff = backoff;
        this.passwords = passwords;
    }

    @GetMapping("/profile")
    String profile(@AuthenticationPrincipal SignedIn who, Model model) {
        model.addAttribute("user", users.findById(who.id()).orElseThrow());
        return "profile/profile";
    }

    @GetMapping(ConsolePaths.PASSWORD)
    String password(@AuthenticationPrincipal SignedIn who, Model model) {
        model.addAttribute("form", new PasswordForm("", "", ""));
        return passwordPage(user(who), model);
    }

    @PostMapping(ConsolePaths.PASSWORD)
    String changePassword(
            @AuthenticationPrincipal SignedIn who,
            @ModelAttribute("form") PasswordForm form,
            BindingResult errors,
            Model model,
            RedirectAttributes flash,
            HttpServletRequest request,
            HttpServletResponse response) {
        User user = user(who);
        check(form, user, request.getRemoteAddr(), errors);
        if (errors.hasErrors()) {
            return passwordPage(user, model);
        }
        renewSession(accounts.choosePassword(user.getId(), form.chosen()), request, response);
        flash.addFlashAttribute("messageKey", "profile.password.changed");
        return "redirect:" + landing.pathFor(who);
    }

    private void check(PasswordForm form, User user, String address, BindingResult errors) {
        if (user.isDeclared()) {
            errors.reject("profile.password.declared");
            return;
        }
        if (!isCurrent(form.current(), user, address)) {
            errors.rejectValue("current", "profile.password.wrong");
        }
        switch (Passwords.weakness(form.chosen())) {
            case TOO_SHORT -> errors.rejectValue("chosen", "profile.password.tooShort");
            case TOO_LONG -> errors.rejectValue("chosen", "profile.password.tooLong");
            case null -> {
                if (form.chosen().equals(form.current())) {
                    errors.rejectValue("chosen", "profile.password.same");
                }
            }
        }
        if (!form.chosen().equals(form.repeated())) {
            errors.rejectValue("repeated", "profile.password.different");
        }
    }

    /** Guessing is slowed down here as at the login: the session may be somebody else's. */
    private boolean isCurrent(String password, User user, String address) {
        if (!backoff.admit(user.getName(), address) || !passwords.matches(password, user.getPasswordHash())) {
            return false;
        }
        backoff.succeeded(user.getName(), address);
        return true;
    }

    /** Gives this session a new id and the new password's mark; every other session of the user ends. */
    private void renewSession(User user, HttpServletRequest request, HttpServletResponse response) {
        request.changeSessionId();
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(SignedIn.of(user).authentication());
        SecurityContextHolder.setContext(context);
        sessions.saveContext(context, request, response);
    }

    private static String passwordPage(User user, Model model) {
        model.addAttribute("user", user);
        return "profile/password";
    }

    private User user(SignedIn who) {
        return users.findById(who.id()).orElseThrow();
    }

    /** The old password, the new one, and the new one again. */
    record PasswordForm(String current, String chosen, String repeated) {

        @Override
        public String toString() {
            return "PasswordForm[***]";
        }
    }
}

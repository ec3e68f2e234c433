package io.tollgate.console;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page to sign in on. */
@Controller
class LoginController {

    private static final List<String> NOTICES = List.of("error", "stale", "expired", "logout");

    @GetMapping("/login")
    String login(@RequestParam Map<String, String> params, @Nullable Authentication who, Model model) {
        if (who != null) {
            return "redirect:/";
        }
        NOTICES.stream().filter(params::containsKey).findFirst().ifPresent(notice -> {
            model.addAttribute("notice", notice);
            model.addAttribute("noticeGood", notice.equals("logout"));
        });
        return "login/login";
    }
}

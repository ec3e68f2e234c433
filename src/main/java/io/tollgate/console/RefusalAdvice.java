package io.tollgate.console;

import io.tollgate.usage.AccountingException;
import io.tollgate.vault.VaultException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Turns a change that could not be made into a message on the page it came from. */
@ControllerAdvice
class RefusalAdvice {

    private static final Logger log = LoggerFactory.getLogger(RefusalAdvice.class);

    private static final List<String> SECTIONS =
            List.of("providers", "models", "teams", "keys", "alerts", "limits", "prices", "system", "setup");

    /** Those in which each row has a page of its own. */
    private static final List<String> WITH_PAGES = List.of("providers", "models", "teams", "keys");

    @ExceptionHandler
    String refused(ChangeRefusedException problem, HttpServletRequest request, RedirectAttributes flash) {
        flash.addFlashAttribute("errorKey", problem.messageKey());
        return back(request);
    }

    @ExceptionHandler
    String sealed(VaultException problem, HttpServletRequest request, RedirectAttributes flash) {
        flash.addFlashAttribute("error", problem.getMessage());
        return back(request);
    }

    /** Somebody else was quicker. */
    @ExceptionHandler({DataIntegrityViolationException.class, OptimisticLockingFailureException.class})
    String overtaken(HttpServletRequest request, RedirectAttributes flash) {
        flash.addFlashAttribute("errorKey", "pages.overtaken");
        return back(request);
    }

    /** A call that the console wanted to make cannot be written down, so it has no result. */
    @ExceptionHandler
    String unaccounted(AccountingException problem, HttpServletRequest request, RedirectAttributes flash) {
        log.warn("A call of the console could not be written down", problem);
        flash.addFlashAttribute("errorKey", "pages.unaccounted");
        return back(request);
    }

    private static String back(HttpServletRequest request) {
        String[] parts = request.getRequestURI()
                .substring(request.getContextPath().length())
                .split("/", -1);
        String section = parts.length > 1 ? parts[1] : "";
        if (!SECTIONS.contains(section)) {
            return "redirect:/";
        }
        boolean sent = !request.getMethod().equals("GET"); // a page that is refused must not lead to itself
        boolean hasPage = sent && WITH_PAGES.contains(section) && parts.length > 2 && LogQuery.id(parts[2]) != null;
        boolean ends = parts.length == 4 && parts[3].equals("retire");
        return "redirect:/" + section + (hasPage && !ends ? "/" + parts[2] : "");
    }
}

package io.tollgate.console;

import io.tollgate.vault.VaultException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Turns a change that could not be made into a message on the page it came from. */
@ControllerAdvice
class RefusalAdvice {

    private static final List<String> SECTIONS = List.of("providers", "models", "teams", "keys", "alerts");

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

    private static String back(HttpServletRequest request) {
        String[] parts = request.getRequestURI()
                .substring(request.getContextPath().length())
                .split("/", -1);
        String section = parts.length > 1 ? parts[1] : "";
        return "redirect:/" + (SECTIONS.contains(section) ? section : "");
    }
}

package io.tollgate.console;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Gives every page what its layout shows. */
@ControllerAdvice
class ShellAdvice {

    private final String version;

    ShellAdvice(ObjectProvider<BuildProperties> build) {
        BuildProperties known = build.getIfAvailable();
        String stated = known == null ? null : known.getVersion();
        this.version = stated == null ? "" : stated;
    }

    @ModelAttribute
    Shell shell(
            HttpServletRequest request,
            @CookieValue(name = PreferencesController.THEME_COOKIE, required = false) @Nullable String theme) {
        return new Shell(theme != null && Shell.isTheme(theme) ? theme : Shell.AUTO, version, path(request));
    }

    private static String path(HttpServletRequest request) {
        if (!request.getMethod().equals("GET")) {
            return "/";
        }
        String path = request.getRequestURI().substring(request.getContextPath().length());
        return request.getQueryString() == null ? path : path + "?" + request.getQueryString();
    }
}

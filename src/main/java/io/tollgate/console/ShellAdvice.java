package io.tollgate.console;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
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
    private final Banners banners;

    ShellAdvice(ObjectProvider<BuildProperties> build, Banners banners) {
        BuildProperties known = build.getIfAvailable();
        String stated = known == null ? null : known.getVersion();
        this.version = stated == null ? "" : stated;
        this.banners = banners;
    }

    @ModelAttribute
    Shell shell(
            HttpServletRequest request,
            @CookieValue(name = PreferencesController.THEME_COOKIE, required = false) @Nullable String theme) {
        boolean isError = request.getDispatcherType() == DispatcherType.ERROR;
        return new Shell(
                theme != null && Shell.isTheme(theme) ? theme : Shell.AUTO,
                version,
                request.getMethod().equals("GET") && !isError ? path(request) : "/",
                request.getUserPrincipal() != null && !isError ? banners(request) : List.of());
    }

    private List<Banner> banners(HttpServletRequest request) {
        boolean choosesPassword = request.getAttribute(SignedInFilter.MUST_CHANGE_PASSWORD) != null;
        return banners.current().stream()
                .filter(banner -> banner.isUrgent() || !choosesPassword)
                .toList();
    }

    private static String path(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        return request.getQueryString() == null ? path : path + "?" + request.getQueryString();
    }
}

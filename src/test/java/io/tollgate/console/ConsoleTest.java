package io.tollgate.console;

import io.tollgate.account.Accounts;
import io.tollgate.account.FirstPassword;
import io.tollgate.account.Passwords;
import io.tollgate.provider.Providers;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/** A test of one page with the console's real security, layout and messages around it; sign in with {@link People}. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@WebMvcTest
@Import({
    ConsoleSecurity.class,
    ConsoleWeb.class,
    PasswordLogin.class,
    Landing.class,
    LoginBackoff.class,
    SignInRedirects.class,
    Accounts.class,
    Passwords.class,
    People.class
})
@MockitoBean(types = {Providers.class, FirstPassword.class, Banners.class})
@interface ConsoleTest {

    @AliasFor(annotation = WebMvcTest.class, attribute = "controllers")
    Class<?>[] value();
}

package io.tollgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class H2ConsoleGuardTests {

    private static final String URL = "jdbc:h2:file:/srv/tollgate/tollgate";

    private final H2ConsoleGuard guard = new H2ConsoleGuard(URL);

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.do", "/query.do", "/tables.do", "/stylesheet.css", "/frame.jsp", "/logout.do"})
    void letsTheMachineItselfLookAtData(String page) throws Exception {
        assertThat(passes(request(page))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.2", "::1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1"})
    void knowsTheMachinesOwnAddresses(String address) throws Exception {
        MockHttpServletRequest request = request("/index.do");
        request.setRemoteAddr(address);

        assertThat(passes(request)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "192.168.1.5", "2001:db8::1", "fe80::1", "0.0.0.0", "localhost", ""})
    void refusesOtherAddresses(String address) throws Exception {
        MockHttpServletRequest request = request("/index.do");
        request.setRemoteAddr(address);

        assertThat(passes(request)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-For", "forwarded", "X-Real-IP", "Via", "X-Forwarded-Host"})
    void refusesWhatAProxyOnTheMachinePassesOn(String header) throws Exception {
        MockHttpServletRequest request = request("/index.do");
        request.addHeader(header, "127.0.0.1");

        assertThat(passes(request)).isFalse();
    }

    @Test
    void refusesAnAddressThatWasPutInOnTheWay() throws Exception {
        MockHttpServletRequest byTomcat = request("/index.do");
        byTomcat.setAttribute("org.apache.tomcat.request.forwarded", true);
        assertThat(passes(byTomcat)).isFalse();

        MockHttpServletRequest remote = request("/index.do");
        remote.setRemoteAddr("10.0.0.1");
        HttpServletRequestWrapper rewritten = new HttpServletRequestWrapper(remote) {
            @Override
            public String getRemoteAddr() {
                return "127.0.0.1";
            }
        };
        MockHttpServletResponse response = new MockHttpServletResponse();
        guard.doFilter(rewritten, response, new MockFilterChain());
        assertThat(response.getStatus()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site"})
    void refusesOtherPagesOfTheBrowser(String site) throws Exception {
        MockHttpServletRequest request = request("/query.do");
        request.addHeader("Sec-Fetch-Site", site);

        assertThat(passes(request)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin.do",
                "/adminSave.do",
                "/adminLogin.do",
                "/adminShutdown.do",
                "/adminStartTranslate.do",
                "/tools.do",
                "/settingSave.do",
                "/settingRemove.do",
                "/new.do",
                "/admin.jsp",
                "/tools.jsp"
            })
    void refusesToolsAndAdministration(String page) throws Exception {
        assertThat(passes(request(page))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/login.do", "/test.do"})
    void connectsToOurDatabaseAlone(String page) throws Exception {
        assertThat(passes(login(page, "org.h2.Driver", URL))).isTrue();

        assertThat(passes(request(page))).isFalse();
        for (String url : new String[] {
            "jdbc:h2:mem:x",
            URL + ";INIT=RUNSCRIPT FROM 'http://127.0.0.1/x.sql'",
            "jdbc:h2:file:/srv/tollgate/other",
            "jdbc:postgresql://127.0.0.1/x?socketFactory=x",
            " " + URL,
            "ldap://127.0.0.1/x"
        }) {
            assertThat(passes(login(page, "org.h2.Driver", url))).as(url).isFalse();
        }
        for (String driver : new String[] {"javax.naming.InitialContext", "org.postgresql.Driver", ""}) {
            assertThat(passes(login(page, driver, URL))).as(driver).isFalse();
        }
        MockHttpServletRequest twice = login(page, "org.h2.Driver", URL);
        twice.addParameter("url", "jdbc:h2:mem:x");
        assertThat(passes(twice)).isFalse();
    }

    private boolean passes(MockHttpServletRequest request) throws ServletException, IOException {
        MockFilterChain chain = new MockFilterChain();
        MockHttpServletResponse response = new MockHttpServletResponse();
        guard.doFilter(request, response, chain);
        boolean passed = chain.getRequest() != null;
        assertThat(response.getStatus()).isEqualTo(passed ? 200 : 403);
        return passed;
    }

    private static MockHttpServletRequest login(String page, String driver, String url) {
        MockHttpServletRequest request = request(page);
        request.addParameter("driver", driver);
        request.addParameter("url", url);
        return request;
    }

    private static MockHttpServletRequest request(String page) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/h2-console" + page);
        request.setServletPath("/h2-console");
        request.setPathInfo(page);
        return request;
    }
}

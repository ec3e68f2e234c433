package io.tollgate.provider;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate for 127.0.0.1, issued by an authority nobody knows; both made by the JDK's keytool. */
public final class TestCertificate {

    private static final String PASSWORD = "changeit";
    private static final String AUTHORITY = "authority";

    private final Path store;
    private final Path pem;

    private TestCertificate(Path directory) throws IOException {
        store = directory.resolve("server.p12");
        pem = directory.resolve("authority.pem");
        String asked = directory.resolve("server.csr").toString();
        String issued = directory.resolve("server.pem").toString();
        keytool("-genkeypair", "-alias", AUTHORITY, "-keyalg", "EC", "-dname", "CN=Test authority", "-ext", "bc:c");
        keytool("-exportcert", "-alias", AUTHORITY, "-rfc", "-file", pem.toString());
        keytool("-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=127.0.0.1");
        keytool("-certreq", "-alias", "server", "-file", asked);
        keytool(
                "-gencert",
                "-alias",
                AUTHORITY,
                "-infile",
                asked,
                "-outfile",
                issued,
                "-rfc",
                "-ext",
                "san=ip:127.0.0.1");
        keytool("-importcert", "-alias", "server", "-noprompt", "-file", issued);
    }

    public static TestCertificate create() {
        try {
            return new TestCertificate(Files.createTempDirectory("tollgate-certificate"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void keytool(String... arguments) throws IOException {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        List<String> command = new ArrayList<>(List.of(tool.toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        try {
            if (process.waitFor() != 0) {
                throw new IOException(said);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The authority's certificate, as administrators name it in a settings file. */
    public Path pem() {
        return pem;
    }

    /** What a server needs to show the certificate. */
    public SSLContext server() {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            keys.deleteEntry(AUTHORITY);
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

package io.tollgate.crash;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * The packaged gateway, unpacked so that the JVM can keep what a start comes to in a cache: a start from it takes a
 * fraction of the time, and there are many.
 */
final class Program {

    private static final String CLASSES = "WEB-INF/classes/";
    private static final String LIBRARIES = "WEB-INF/lib";

    private final Path cache;
    private final String classPath;

    private Program(Path cache, String classPath) {
        this.cache = cache;
        this.classPath = classPath;
    }

    static Program unpack(Path war, Path to) throws IOException {
        Path own = Files.createDirectories(to).resolve("tollgate.jar");
        List<String> libraries = new ArrayList<>();
        try (JarFile packed = new JarFile(war.toFile());
                JarOutputStream classes = new JarOutputStream(Files.newOutputStream(own))) {
            for (JarEntry entry : Collections.list(packed.entries())) {
                String name = entry.getName();
                if (name.startsWith(CLASSES) && name.length() > CLASSES.length()) {
                    classes.putNextEntry(new JarEntry(name.substring(CLASSES.length())));
                    copy(packed, entry, classes);
                } else if (name.startsWith(LIBRARIES) && name.endsWith(".jar")) {
                    Path library = to.resolve(name.substring(name.lastIndexOf('/') + 1));
                    try (OutputStream out = Files.newOutputStream(library)) {
                        copy(packed, entry, out);
                    }
                    libraries.add(library.toString());
                }
            }
        }
        Collections.sort(libraries);
        libraries.addFirst(own.toString());
        return new Program(to.resolve("tollgate.aot"), String.join(":", libraries));
    }

    private static void copy(JarFile packed, JarEntry entry, OutputStream out) throws IOException {
        try (InputStream in = packed.getInputStream(entry)) {
            in.transferTo(out);
        }
    }

    /** What starts it. The first process that ends in order makes the cache. */
    List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                (Files.exists(cache) ? "-XX:AOTCache=" : "-XX:AOTCacheOutput=") + cache,
                "-cp",
                classPath,
                "io.tollgate.TollgateApplication");
    }
}

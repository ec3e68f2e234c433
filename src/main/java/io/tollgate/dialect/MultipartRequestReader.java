package io.tollgate.dialect;

import static io.tollgate.chat.GatewayError.invalid;
import static io.tollgate.chat.GatewayError.invalidParam;

import io.tollgate.chat.Operation;
import io.tollgate.dialect.MultipartRequest.Part;
import io.tollgate.storage.Spool;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a {@code multipart/form-data} body strictly and finds where each part's content stands (RFC 7578). */
final class MultipartRequestReader {

    private static final Pattern BOUNDARY =
            Pattern.compile(";\\s*boundary=(?:\"([^\"\\r\\n]{1,70})\"|([^\\s;,\"]{1,70}))", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile(";\\s*name=\"([^\"\\r\\n\\\\]{1,100})\"");
    private static final Pattern FILE_NAME = Pattern.compile(";\\s*filename=\"([^\"\\r\\n]{0,255})\"");
    private static final Pattern MEDIA_TYPE = Pattern.compile("[\\w.+-]{1,60}/[\\w.+-]{1,60}(;[\\w =.\"+-]{0,60})?");
    private static final int MAX_HEAD = 4096;
    private static final int MAX_PARTS = 100;
    private static final int MAX_FIELD = 300;

    private final InputStream in;
    private final byte[] delimiter;
    private long position;

    private MultipartRequestReader(InputStream in, String boundary) {
        this.in = in;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Reads a form; the raw body belongs to what is returned, and is closed when nothing is. */
    static MultipartRequest read(ClientDialect dialect, Operation operation, String contentType, Spool raw)
            throws DialectException, IOException {
        try (InputStream in = new BufferedInputStream(raw.open())) {
            Matcher boundary = BOUNDARY.matcher(contentType);
            if (!boundary.find()) {
                throw wrong("The 'Content-Type' of a form needs a 'boundary'.");
            }
            String text = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
            List<Part> parts = new MultipartRequestReader(in, text).parts();
            String model = field(raw, parts, "model");
            if (model == null || model.isBlank() || model.length() > ClientDialect.LONGEST_MODEL) {
                throw new DialectException(
                        invalidParam("model", "missing_required_parameter", "Missing required parameter: 'model'."));
            }
            return new MultipartRequest(
                    dialect, operation, raw, parts, model, "true".equals(field(raw, parts, "stream")));
        } catch (DialectException | IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    private static @Nullable String field(Spool raw, List<Part> parts, String name)
            throws IOException, DialectException {
        List<Part> found = parts.stream()
                .filter(part -> part.name().equalsIgnoreCase(name))
                .toList();
        if (found.isEmpty()) {
            return null;
        }
        Part part = found.getFirst();
        if (found.size() > 1 || !part.name().equals(name)) {
            throw wrong("A form holds one part named '" + name + "', written so.");
        }
        if (part.to() - part.from() > MAX_FIELD) {
            throw wrong("The part '" + name + "' is too long.");
        }
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        raw.copy(part.from(), part.to(), value);
        return value.toString(StandardCharsets.UTF_8);
    }

    private List<Part> parts() throws IOException, DialectException {
        List<Part> parts = new ArrayList<>();
        skipTo(2); // the first delimiter has no line break before it
        while (!isLast()) {
            if (parts.size() == MAX_PARTS) {
                throw wrong("The form has more than " + MAX_PARTS + " parts.");
            }
            String head = head();
            String name = group(NAME, disposition(head));
            if (name == null) {
                throw wrong("Every part of a form needs a 'Content-Disposition' with a name.");
            }
            long from = position;
            skipTo(0);
            parts.add(new Part(name, cleanHead(name, head), from, position - delimiter.length));
        }
        return parts;
    }

    /** Reads on until behind the next delimiter, of which {@code matched} bytes count as read. */
    private void skipTo(int matched) throws IOException, DialectException {
        int at = matched;
        while (at < delimiter.length) {
            int b = read();
            if (b < 0) {
                throw wrong("The form ends before its last boundary.");
            }
            if (b == delimiter[at]) {
                at++;
            } else {
                at = b == '\r' ? 1 : 0; // CR stands only at the start of a delimiter
            }
        }
    }

    private boolean isLast() throws IOException, DialectException {
        int first = read();
        int second = read();
        if (first == '-' && second == '-') {
            return true;
        }
        if (first != '\r' || second != '\n') {
            throw wrong("A boundary of the form is not followed by a line break.");
        }
        return false;
    }

    private String head() throws IOException, DialectException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 2 || head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) < 0) {
            int b = read();
            if (b < 0 || head.length() > MAX_HEAD) {
                throw wrong("The header of a part is not complete or longer than " + MAX_HEAD + " bytes.");
            }
            head.append((char) b);
        }
        return new String(head.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static String disposition(String head) {
        return header(head, "content-disposition");
    }

    private static String header(String head, String name) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .findFirst()
                .map(line -> line.substring(name.length() + 1).strip())
                .orElse("");
    }

    private static String cleanHead(String name, String head) {
        StringBuilder clean = new StringBuilder("Content-Disposition: form-data; name=\"" + name + "\"");
        String file = group(FILE_NAME, disposition(head));
        if (file != null) {
            clean.append("; filename=\"").append(file).append('"');
        }
        clean.append("\r\n");
        String type = header(head, "content-type");
        if (MEDIA_TYPE.matcher(type).matches()) {
            clean.append("Content-Type: ").append(type).append("\r\n");
        }
        return clean.toString();
    }

    private static @Nullable String group(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : null;
    }

    private int read() throws IOException {
        int b = in.read();
        position += b < 0 ? 0 : 1;
        return b;
    }

    private static DialectException wrong(String message) {
        return new DialectException(invalid(400, "invalid_form", message));
    }
}

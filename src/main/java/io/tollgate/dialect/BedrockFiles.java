package io.tollgate.dialect;

import io.tollgate.chat.Content;
import io.tollgate.chat.Media;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Writes images and files, each with a word for its format; files with names that are plain and their own. */
final class BedrockFiles {

    private static final Map<String, String> IMAGES = Map.of(
            "image/png", "png", "image/jpeg", "jpeg", "image/jpg", "jpeg", "image/gif", "gif", "image/webp", "webp");

    private static final Map<String, String> DOCUMENTS = Map.of(
            "application/pdf", "pdf",
            "text/csv", "csv",
            "text/html", "html",
            "text/markdown", "md",
            "application/json", "txt",
            "application/msword", "doc",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx",
            "application/vnd.ms-excel", "xls",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx");

    private static final Pattern EXTENSION = Pattern.compile("\\.[A-Za-z0-9]{1,5}$");
    private static final Pattern NOT_OF_A_NAME = Pattern.compile("[^A-Za-z0-9 ()\\[\\]-]+");
    private static final Pattern SPACES = Pattern.compile(" {2,}");
    private static final int LONGEST_NAME = 150;

    private final Set<String> names = new HashSet<>();

    static ObjectNode image(Media media) throws DialectException {
        if (!(media instanceof Media.Inline image)) {
            throw Unconvertible.of("messages", "An image that is not in the request itself");
        }
        String format = IMAGES.get(image.mediaType());
        if (format == null) {
            throw Unconvertible.of("messages", "An image of the type '" + image.mediaType() + "'");
        }
        ObjectNode block = Json.object();
        block.putObject("image").put("format", format).putObject("source").put("bytes", image.base64());
        return block;
    }

    ObjectNode document(Content.Document document) throws DialectException {
        if (!(document.media() instanceof Media.Inline file)) {
            throw Unconvertible.of("messages", "A file that is not in the request itself");
        }
        ObjectNode block = Json.object();
        block.putObject("document")
                .put("format", format(file.mediaType()))
                .put("name", name(document.name()))
                .putObject("source")
                .put("bytes", file.base64());
        return block;
    }

    private static String format(String mediaType) throws DialectException {
        String format = DOCUMENTS.get(mediaType);
        if (format == null && mediaType.startsWith("text/")) {
            return "txt";
        }
        if (format == null) {
            throw Unconvertible.of("messages", "A file of the type '" + mediaType + "'");
        }
        return format;
    }

    private String name(@Nullable String given) {
        String bare = EXTENSION.matcher(given == null ? "" : given).replaceFirst("");
        String plain = SPACES.matcher(NOT_OF_A_NAME.matcher(bare).replaceAll(" "))
                .replaceAll(" ")
                .strip();
        String name = plain.isEmpty() ? "Document" : plain.substring(0, Math.min(LONGEST_NAME, plain.length()));
        String unique = name;
        for (int i = 2; !names.add(unique); i++) {
            unique = name + " " + i;
        }
        return unique;
    }
}

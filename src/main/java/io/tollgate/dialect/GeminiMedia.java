package io.tollgate.dialect;

import io.tollgate.chat.Content;
import io.tollgate.chat.Media;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Images, sound and files as parts of a message: {@code inlineData}, or {@code fileData} for those Google keeps. */
final class GeminiMedia {

    private static final String FILES = "https://generativelanguage.googleapis.com/";
    private static final String BUCKETS = "gs://";

    private GeminiMedia() {}

    static ObjectNode write(Media media) throws DialectException {
        return switch (media) {
            case Media.Inline(String type, String base64) -> inline(type, base64);
            case Media.Stored(String dialect, String id) -> {
                if (!dialect.equals(GeminiProviderDialect.NAME)) {
                    throw Unconvertible.of("messages", "A file stored with another provider");
                }
                yield file(id);
            }
            case Media.Url(String url) -> {
                if (!isStored(url)) {
                    throw Unconvertible.of("messages", "An image or a file by its address");
                }
                yield file(url);
            }
        };
    }

    static ObjectNode write(Content.Audio audio) {
        return inline("audio/" + audio.format(), audio.base64());
    }

    private static ObjectNode inline(String type, String base64) {
        ObjectNode part = Json.object();
        part.putObject("inlineData").put("mimeType", type).put("data", base64);
        return part;
    }

    private static ObjectNode file(String uri) {
        ObjectNode part = Json.object();
        part.putObject("fileData").put("fileUri", uri);
        return part;
    }

    private static boolean isStored(String url) {
        return url.startsWith(BUCKETS) || url.startsWith(FILES);
    }

    /** What a part carries beside text; absent when it carries nothing of the kind. */
    static @Nullable Content read(GeminiFields part) throws DialectException {
        if (part.has("inlineData")) {
            GeminiFields data = part.in("inlineData");
            String type = data.word("mimeType");
            String base64 = plainBase64(data.word("data"));
            return type.startsWith("audio/")
                    ? new Content.Audio(format(type), base64)
                    : content(type, new Media.Inline(type, base64), data.get("displayName"));
        }
        if (part.has("fileData")) {
            GeminiFields file = part.in("fileData");
            String uri = file.word("fileUri");
            String type = file.word("mimeType");
            if (type.startsWith("audio/")) {
                throw Unconvertible.of("contents", "Sound by its address");
            }
            boolean web = uri.startsWith("http") && !isStored(uri);
            Media media = web ? new Media.Url(uri) : new Media.Stored(GeminiProviderDialect.NAME, uri);
            return content(type, media, file.get("displayName"));
        }
        return null;
    }

    private static Content content(String type, Media media, JsonNode name) throws DialectException {
        if (type.startsWith("video/")) {
            throw Unconvertible.of("contents", "A video");
        }
        return type.startsWith("image/")
                ? new Content.Image(media, null)
                : new Content.Document(media, name.isString() ? name.stringValue() : null);
    }

    private static String format(String type) {
        String format = type.substring("audio/".length());
        return switch (format) {
            case "mpeg", "mpeg3", "x-mpeg" -> "mp3";
            case "x-wav", "wave", "vnd.wave" -> "wav";
            default -> format;
        };
    }

    /** Base64 in its usual form, from that or its form for URLs. */
    static String plainBase64(String base64) {
        if (base64.indexOf('-') < 0 && base64.indexOf('_') < 0) {
            return base64;
        }
        return base64.replace('-', '+').replace('_', '/');
    }
}

package io.tollgate.manifest;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One value of the settings file, read as what its key wants.
 *
 * @param text with placeholders replaced
 * @param quoted whether the file marks it as a text
 * @param bareText whether YAML takes it for a text although it has no quotes
 */
record Scalar(Spot at, String text, boolean quoted, boolean bareText) {

    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,8})");
    private static final Pattern TOO_LARGE = Pattern.compile("[1-9][0-9]{9,}");
    private static final Pattern DECIMAL = Pattern.compile("(0|[1-9][0-9]{0,11})(\\.[0-9]{1,12})?");
    private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,8})(ms|s|m|h)");
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cntrl}\\p{Zl}\\p{Zp}\\p{Co}\\p{Cs}\\uFEFF]");
    private static final Pattern SECRET = Pattern.compile("[\\x21-\\x7E]+");
    private static final int LONGEST_SECRET = 4000;

    String string() {
        if (!quoted && !bareText) {
            throw at.error("must be a text: put it in quotes");
        }
        return text;
    }

    /** A text of one line that people can tell from others. */
    String name(int longest) {
        String name = string();
        if (name.isBlank() || !name.equals(name.strip())) {
            throw at.error("must not be empty, nor begin or end with a space");
        }
        if (name.length() > longest || UNSEEN.matcher(name).find()) {
            throw at.error("must be at most " + longest + " characters, without line breaks or control characters");
        }
        return name;
    }

    /** A text that travels in a header. */
    String secret() {
        String secret = string();
        if (secret.isEmpty()) {
            throw at.error("is empty");
        }
        if (secret.length() > LONGEST_SECRET || !SECRET.matcher(secret).matches()) {
            throw at.error(
                    "must be at most " + LONGEST_SECRET + " visible ASCII characters, without spaces and line breaks");
        }
        return secret;
    }

    boolean bool() {
        if (quoted || !(text.equals("true") || text.equals("false"))) {
            throw at.error("must be true or false, without quotes");
        }
        return text.equals("true");
    }

    int whole(int least) {
        if (!quoted && TOO_LARGE.matcher(text).matches()) {
            throw at.error("is too large: it may be 999999999 at most");
        }
        if (quoted || !WHOLE.matcher(text).matches() || Integer.parseInt(text) < least) {
            throw at.error("must be a whole number, " + least + " or more, without quotes");
        }
        return Integer.parseInt(text);
    }

    BigDecimal dollars() {
        if (quoted || !DECIMAL.matcher(text).matches()) {
            throw at.error("must be an amount of US dollars such as 0.15, without quotes");
        }
        return new BigDecimal(text);
    }

    Duration duration() {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw at.error("must be a duration above zero with its unit, such as 500ms, 30s, 5m or 1h");
        }
        long amount = Long.parseLong(matcher.group(1));
        Duration duration = switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
        if (duration.compareTo(Duration.ofDays(1)) > 0) {
            throw at.error("must be at most 24h");
        }
        return duration;
    }

    /** A time of the day, which YAML may take for a number. */
    LocalTime time() {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeParseException e) {
            throw at.error("must be a time of the day in UTC, such as 08:30");
        }
    }

    Instant instant() {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw at.error("must be a time with its offset, such as 2027-01-01T00:00:00Z");
        }
    }

    /** The place only: the text may be a secret. */
    @Override
    public String toString() {
        return at.toString();
    }
}

package io.tollgate.alert;

import java.util.Map;

/** How a channel reads a text. Names come from outside: nothing in them may become a link, a mention or a picture. */
enum Markup {
    /** Shown as it is. */
    PLAIN(Map.of()),
    /** Markdown, of which each service reads its own part: its signs are put as wide ones, which none of them reads. */
    MARKDOWN(Map.ofEntries(
            Map.entry('<', '＜'),
            Map.entry('>', '＞'),
            Map.entry('[', '［'),
            Map.entry(']', '］'),
            Map.entry('(', '（'),
            Map.entry(')', '）'),
            Map.entry('*', '＊'),
            Map.entry('`', '＇'),
            Map.entry('#', '＃'),
            Map.entry('|', '｜'),
            Map.entry('~', '～'),
            Map.entry('!', '！'),
            Map.entry('@', '＠'),
            Map.entry('&', '＆'),
            Map.entry('\\', '＼')));

    private final Map<Character, Character> signs;

    Markup(Map<Character, Character> signs) {
        this.signs = signs;
    }

    /** A text from outside in one line, of which nothing is read as anything but a text. */
    String harmless(String text, int most) {
        String oneLine = text.replaceAll("[\\s\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]+", " ")
                .replace("://", ": //")
                .strip();
        StringBuilder safe = new StringBuilder();
        for (char sign : Wording.clip(oneLine, most).toCharArray()) {
            safe.append(signs.getOrDefault(sign, sign).charValue());
        }
        return safe.toString();
    }
}

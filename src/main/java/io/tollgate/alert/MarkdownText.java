package io.tollgate.alert;

/** The lines of a message in Markdown, and where to read on. */
final class MarkdownText {

    private MarkdownText() {}

    static String of(Wording wording, Notice notice, Tongue tongue) {
        StringBuilder text = new StringBuilder();
        wording.lines(notice, tongue, Markup.MARKDOWN)
                .forEach(line -> text.append("> ").append(line).append("\n\n"));
        String link = wording.link();
        if (link != null) {
            text.append("[")
                    .append(wording.linkText(tongue))
                    .append("](")
                    .append(link)
                    .append(")");
        }
        return text.toString().strip();
    }
}

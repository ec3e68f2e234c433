package io.tollgate.provider;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** What of a definition is not used although the rest of it is, in words for whoever wrote it. */
final class Remarks {

    private static final int MOST = 20;
    private static final int LONGEST = 60;

    private final List<String> remarks = new ArrayList<>();

    void add(String remark) {
        if (remarks.size() < MOST && !remarks.contains(remark)) {
            remarks.add(remark);
        }
    }

    List<String> all() {
        return List.copyOf(remarks);
    }

    /** Foreign text as it may stand in a log: short and of one line. */
    static String quoted(String text) {
        String plain = text.replaceAll("[\\p{C}\\p{Z}]+", " ");
        return "'" + (plain.length() > LONGEST ? plain.substring(0, LONGEST) + "..." : plain) + "'";
    }

    /** Several of them. */
    static String quoted(Collection<String> texts) {
        String some = texts.stream().limit(MOST).map(Remarks::quoted).collect(Collectors.joining(", "));
        return texts.size() > MOST ? some + " and " + (texts.size() - MOST) + " more" : some;
    }
}

package bursts;

/** What a run was to hold, and whether it did. */
final class Verdict {

    private boolean good = true;

    void hold(boolean condition, String what) {
        System.out.println((condition ? "holds  " : "FAILS  ") + what);
        good &= condition;
    }

    /** Ends the process, with 1 when something does not hold. */
    void exit() {
        System.out.println(good ? "\nverdict: good" : "\nverdict: NOT good");
        System.exit(good ? 0 : 1);
    }
}

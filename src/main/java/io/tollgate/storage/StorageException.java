package io.tollgate.storage;

import java.nio.file.Path;

/** The data directory or its database cannot be used; says why and what to do about it. */
public final class StorageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Reason reason;

    StorageException(Reason reason) {
        super(reason.problem());
        this.reason = reason;
    }

    StorageException(Reason reason, Throwable cause) {
        super(reason.problem(), cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** What stands in the way, in one line each. */
    public sealed interface Reason {

        String problem();

        String action();

        /** Another process holds the database file. */
        record DatabaseInUse(Path database) implements Reason {
            @Override
            public String problem() {
                return "The database " + database + " is in use by another process.";
            }

            @Override
            public String action() {
                return "Stop the other Tollgate or database tool, or give this one its own TOLLGATE_HOME.";
            }
        }

        /** The database is there but the password of its owner is not, or is another one. */
        record DatabaseLocked(Path database, Path password) implements Reason {
            @Override
            public String problem() {
                return "The database " + database + " does not open with the password in " + password + ".";
            }

            @Override
            public String action() {
                return "Put back the " + password.getFileName() + " that was made with this database.";
            }
        }

        /** The database file cannot be read. */
        record DatabaseUnreadable(Path database, String detail) implements Reason {
            @Override
            public String problem() {
                return "The database " + database + " cannot be opened: " + detail;
            }

            @Override
            public String action() {
                return "Check the file's owner and the disk, or put back a backup of the data directory.";
            }
        }

        /** A file that holds a secret can be read by other users of the machine. */
        record FileExposed(Path file) implements Reason {
            @Override
            public String problem() {
                return "The secret file " + file + " can be read by other users of this machine.";
            }

            @Override
            public String action() {
                return "Run chmod 600 " + file + " and consider its content known to those users.";
            }
        }

        /** A file or directory cannot be made, read or written. */
        record Inaccessible(Path path, String detail) implements Reason {
            @Override
            public String problem() {
                return "Cannot use " + path + ": " + detail;
            }

            @Override
            public String action() {
                return "Give the user Tollgate runs as access to it, or name another directory in TOLLGATE_HOME.";
            }
        }
    }
}

package io.tollgate.account;

/** What a person may do in the console: everything, or look. */
public enum Role {
    ADMIN,
    VIEWER
}

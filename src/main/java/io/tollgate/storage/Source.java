package io.tollgate.storage;

/** Where a row came from: typed in the console, declared in a settings file, or made by demo mode. */
public enum Source {
    CONSOLE,
    FILE,
    DEMO
}

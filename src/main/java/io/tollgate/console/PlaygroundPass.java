package io.tollgate.console;

import io.tollgate.access.PlaygroundKeys;
import io.tollgate.access.PlaygroundKeys.Issued;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;

/** Ties a key of the playground to a session: it ends with the session, or when the next one takes its place. */
final class PlaygroundPass implements HttpSessionBindingListener {

    private final PlaygroundKeys keys;
    private final Issued issued;

    private PlaygroundPass(PlaygroundKeys keys, Issued issued) {
        this.keys = keys;
        this.issued = issued;
    }

    static void tie(Issued issued, PlaygroundKeys keys, HttpSession session, String team) {
        session.setAttribute("playground." + team, new PlaygroundPass(keys, issued));
    }

    @Override
    public void valueUnbound(HttpSessionBindingEvent event) {
        keys.revoke(issued);
    }
}

package io.tollgate.provider;

import java.util.Map;

/**
 * Where the steps of a conversation go, behind the base URL; {@code {project}} and {@code {conversation}} stand for
 * their ids.
 *
 * @param projectId the project to open conversations in; empty for the first there is
 * @param project lists the projects
 * @param conversation opens a conversation
 * @param messages takes what the user says
 * @param chat gives the answer
 * @param refererPattern the {@code Referer} of the last two steps; empty for none
 */
record ConversationPaths(
        String projectId, String project, String conversation, String messages, String chat, String refererPattern) {

    private static final String PROJECT = "{project}";
    private static final String CONVERSATION = "{conversation}";

    static ConversationPaths of(Preset preset, Map<String, String> set) {
        return new ConversationPaths(
                preset.option("project-id", "", set),
                path(preset.option("project-path", "/project", set)),
                path(preset.option("conversation-path", "/conversation", set)),
                path(preset.option("message-path", "/conversation/{conversation}/message", set)),
                path(preset.option("chat-path", "/chat", set)),
                preset.option("referer", "", set));
    }

    /** Begins with one slash, whatever was set. */
    private static String path(String set) {
        return "/" + set.replaceFirst("^/+", "");
    }

    String message(String conversationId) {
        return messages.replace(CONVERSATION, conversationId);
    }

    /** Empty where it names a project and there is none. */
    String referer(String projectId, String conversationId) {
        return projectId.isEmpty() && refererPattern.contains(PROJECT)
                ? ""
                : refererPattern.replace(PROJECT, projectId).replace(CONVERSATION, conversationId);
    }
}

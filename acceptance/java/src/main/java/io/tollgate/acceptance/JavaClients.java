package io.tollgate.acceptance;

/** Drives each Java client against the gateway named in the environment; prints one line per probe. */
public final class JavaClients {

    private JavaClients() {}

    public static void main(String[] args) {
        System.out.println("openai-java");
        OpenAiJava.run();
        System.out.println("anthropic-java");
        AnthropicJava.run();
        System.out.println("LangChain4j");
        LangChain4j.run();
    }
}

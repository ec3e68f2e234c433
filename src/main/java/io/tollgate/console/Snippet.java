package io.tollgate.console;

import java.util.List;

/**
 * A piece of code that calls this installation.
 *
 * @param client short name, as in the page's address
 * @param title what the program is called everywhere
 * @param install how to get the library; empty when there is nothing to get
 */
record Snippet(String client, String title, String install, String code) {

    static final String KEY_VARIABLE = "TOLLGATE_KEY";

    private static final String CURL = """
            curl %s/chat/completions \\
              -H "Authorization: Bearer %s" \\
              -H "Content-Type: application/json" \\
              -d '{"model": %s, "messages": [{"role": "user", "content": "Hello"}]}'
            """;

    private static final String PYTHON = """
            import os
            from openai import OpenAI

            client = OpenAI(base_url="%s", api_key=os.environ["TOLLGATE_KEY"])

            completion = client.chat.completions.create(
                model=%s,
                messages=[{"role": "user", "content": "Hello"}],
            )
            print(completion.choices[0].message.content)
            """;

    private static final String NODE = """
            import OpenAI from "openai";

            const client = new OpenAI({
              baseURL: "%s",
              apiKey: process.env.TOLLGATE_KEY,
            });

            const stream = await client.chat.completions.create({
              model: %s,
              messages: [{ role: "user", content: "Hello" }],
              stream: true,
            });
            for await (const chunk of stream) {
              process.stdout.write(chunk.choices[0]?.delta?.content ?? "");
            }
            """;

    private static final String JAVA = """
            OpenAIClient client = OpenAIOkHttpClient.builder()
                    .baseUrl("%s")
                    .apiKey(System.getenv("TOLLGATE_KEY"))
                    .build();

            ChatCompletion completion = client.chat().completions().create(
                    ChatCompletionCreateParams.builder()
                            .model(%s)
                            .addUserMessage("Hello")
                            .build());
            completion.choices().get(0).message().content().ifPresent(System.out::println);
            """;

    private static final String ANTHROPIC = """
            import os
            from anthropic import Anthropic

            client = Anthropic(base_url="%s", api_key=os.environ["TOLLGATE_KEY"])

            message = client.messages.create(
                model=%s,
                max_tokens=1024,
                messages=[{"role": "user", "content": "Hello"}],
            )
            print(message.content[0].text)
            """;

    private static final String GENAI = """
            import os
            from google import genai
            from google.genai import types

            client = genai.Client(
                api_key=os.environ["TOLLGATE_KEY"],
                http_options=types.HttpOptions(base_url="%s"),
            )

            response = client.models.generate_content(model=%s, contents="Hello")
            print(response.text)
            """;

    private static final String ENVIRONMENT = """
            export OPENAI_BASE_URL="%1$s/v1"
            export OPENAI_API_KEY="$TOLLGATE_KEY"

            export ANTHROPIC_BASE_URL="%1$s"
            export ANTHROPIC_API_KEY="$TOLLGATE_KEY"

            export GOOGLE_GEMINI_BASE_URL="%1$s"
            export GEMINI_API_KEY="$TOLLGATE_KEY"
            """;

    /**
     * All snippets for a model; the key comes from the environment.
     *
     * @param address where this installation answers: Anthropic's and Google's clients take that, OpenAI's the base URL
     *     below it
     */
    static List<Snippet> all(String address, String model) {
        String baseUrl = address + "/v1";
        String quoted = quote(model);
        return List.of(
                new Snippet("curl", "curl", "", curl(baseUrl, model, "$" + KEY_VARIABLE)),
                new Snippet("python", "Python", "pip install openai", PYTHON.formatted(baseUrl, quoted)),
                new Snippet("node", "Node.js", "npm install openai", NODE.formatted(baseUrl, quoted)),
                new Snippet("java", "Java", "com.openai:openai-java", JAVA.formatted(baseUrl, quoted)),
                new Snippet(
                        "anthropic", "Anthropic SDK", "pip install anthropic", ANTHROPIC.formatted(address, quoted)),
                new Snippet("genai", "Google Gen AI SDK", "pip install google-genai", GENAI.formatted(address, quoted)),
                new Snippet("env", "Shell", "", ENVIRONMENT.formatted(address)));
    }

    /** A call from the command line with a given key. */
    static String curl(String baseUrl, String model, String key) {
        return CURL.formatted(baseUrl, key, quote(model).replace("'", "'\\''"));
    }

    /** A string literal that JSON, Python, JavaScript and Java all read alike. */
    private static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}

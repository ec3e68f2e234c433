// The playground's request as code in other languages.
(function () {
  "use strict";

  function python(value, indent) {
    const deeper = indent + "    ";
    if (Array.isArray(value)) {
      return value.length === 0 ? "[]" : "[\n" + value.map(function (item) { return deeper + python(item, deeper); }).join(",\n") + "\n" + indent + "]";
    }
    if (value !== null && typeof value === "object") {
      return "{\n" + Object.keys(value).map(function (name) {
        return deeper + JSON.stringify(name) + ": " + python(value[name], deeper);
      }).join(",\n") + "\n" + indent + "}";
    }
    return value === null ? "None" : value === true ? "True" : value === false ? "False" : JSON.stringify(value);
  }

  const ways = {
    chat: {
      method: "chat.completions.create",
      pythonWhole: "answer.choices[0].message.content",
      pythonPart: "    if part.choices:\n        print(part.choices[0].delta.content or \"\", end=\"\", flush=True)\n",
      nodeWhole: "answer.choices[0].message.content",
      nodePart: "  process.stdout.write(part.choices[0]?.delta?.content ?? \"\");\n",
    },
    responses: {
      method: "responses.create",
      pythonWhole: "answer.output_text",
      pythonPart: "    if part.type == \"response.output_text.delta\":\n        print(part.delta, end=\"\", flush=True)\n",
      nodeWhole: "answer.output_text",
      nodePart: "  if (part.type === \"response.output_text.delta\") process.stdout.write(part.delta);\n",
    },
    messages: {
      method: "messages.create",
      pythonWhole: "answer.content[0].text",
      pythonPart: "    if part.type == \"content_block_delta\" and part.delta.type == \"text_delta\":\n        print(part.delta.text, end=\"\", flush=True)\n",
      nodeWhole: "answer.content[0].text",
      nodePart: "  if (part.type === \"content_block_delta\" && part.delta.type === \"text_delta\") process.stdout.write(part.delta.text);\n",
    },
  };

  window.playgroundCode = {
    "curl": function (name, body, baseUrl, path) {
      return "curl " + (body.stream ? "-N " : "") + baseUrl + "/v1" + path + " \\\n"
        + "  -H \"Authorization: Bearer $TOLLGATE_KEY\" \\\n"
        + "  -H \"Content-Type: application/json\" \\\n"
        + (name === "messages" ? "  -H \"anthropic-version: 2023-06-01\" \\\n" : "")
        + "  -d '" + JSON.stringify(body, null, 2).replaceAll("'", "'\\''") + "'\n";
    },
    "Python": function (name, body, baseUrl, path) {
      const anthropic = name === "messages";
      const made = anthropic ? "Anthropic" : "OpenAI";
      const call = "client." + ways[name].method + "(**" + python(body, "") + ")\n";
      return "import os\nfrom " + made.toLowerCase() + " import " + made + "\n\n"
        + "client = " + made + "(base_url=" + JSON.stringify(baseUrl + (anthropic ? "" : "/v1"))
        + ", api_key=os.environ[\"TOLLGATE_KEY\"])\n\nanswer = " + call
        + (body.stream ? "for part in answer:\n" + ways[name].pythonPart : "print(" + ways[name].pythonWhole + ")\n");
    },
    "Node.js": function (name, body, baseUrl, path) {
      const anthropic = name === "messages";
      const made = anthropic ? "Anthropic" : "OpenAI";
      return "import " + made + " from \"" + (anthropic ? "@anthropic-ai/sdk" : "openai") + "\";\n\n"
        + "const client = new " + made + "({\n  baseURL: " + JSON.stringify(baseUrl + (anthropic ? "" : "/v1"))
        + ",\n  apiKey: process.env.TOLLGATE_KEY,\n});\n\n"
        + "const answer = await client." + ways[name].method + "(" + JSON.stringify(body, null, 2) + ");\n"
        + (body.stream ? "for await (const part of answer) {\n" + ways[name].nodePart + "}\n" : "console.log(" + ways[name].nodeWhole + ");\n");
    },
    "Java": function (name, body, baseUrl, path) {
      const json = JSON.stringify(body, null, 2).replaceAll("\\", "\\\\").split("\n").join("\n                ");
      return "HttpRequest request = HttpRequest.newBuilder(URI.create(" + JSON.stringify(baseUrl + "/v1" + path) + "))\n"
        + "        .header(\"Authorization\", \"Bearer \" + System.getenv(\"TOLLGATE_KEY\"))\n"
        + "        .header(\"Content-Type\", \"application/json\")\n"
        + (name === "messages" ? "        .header(\"anthropic-version\", \"2023-06-01\")\n" : "")
        + "        .POST(HttpRequest.BodyPublishers.ofString(\"\"\"\n                " + json + "\n                \"\"\"))\n"
        + "        .build();\n"
        + "HttpClient.newHttpClient()\n        .send(request, HttpResponse.BodyHandlers.ofLines())\n        .body()\n        .forEach(System.out::println);\n";
    },
  };
})();

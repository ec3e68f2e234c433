// The playground: calls the gateway's own API as a program would, and shows what comes back.
(function () {
  "use strict";

  const form = document.getElementById("playground-form");
  if (!form) {
    return;
  }
  const field = form.elements;
  const longestRaw = 400000;
  let key = null;
  let running = null;
  let shownSnippet = "curl";

  function meta(name) {
    return document.querySelector('meta[name="' + name + '"]').content;
  }

  // Protocols: where a request goes, how it is written, and what an event of the answer, or the whole of it, says.
  const protocols = {
    chat: {
      path: "/chat/completions",
      body: function (asked) {
        const content = !asked.image ? asked.user : [
          { type: "text", text: asked.user },
          { type: "image_url", image_url: { url: asked.image } },
        ];
        const body = { model: asked.model, messages: [] };
        if (asked.system) {
          body.messages.push({ role: "system", content: asked.system });
        }
        body.messages.push({ role: "user", content: content });
        if (asked.stream) {
          body.stream = true;
          body.stream_options = { include_usage: true };
        }
        return set(body, { temperature: asked.temperature, max_completion_tokens: asked.maxTokens, tools: asked.tools });
      },
      read: function (data, answer) {
        const choice = (data.choices || [])[0] || {};
        const part = choice.delta || choice.message || {};
        answer.text += part.content || part.refusal || "";
        answer.thinking += part.reasoning_content || part.reasoning || "";
        (part.tool_calls || []).forEach(function (call) {
          called(answer, (call.function || {}).name, (call.function || {}).arguments);
        });
        if (data.usage) {
          used(answer, data.usage.prompt_tokens, data.usage.completion_tokens);
        }
      },
    },
    responses: {
      path: "/responses",
      body: function (asked) {
        const input = !asked.image ? asked.user : [{
          role: "user",
          content: [{ type: "input_text", text: asked.user }, { type: "input_image", image_url: asked.image }],
        }];
        return set({ model: asked.model, input: input }, {
          instructions: asked.system,
          stream: asked.stream || null,
          temperature: asked.temperature,
          max_output_tokens: asked.maxTokens,
          tools: asked.tools,
        });
      },
      read: function (data, answer) {
        switch (data.type) {
          case "response.output_text.delta":
          case "response.refusal.delta":
            answer.text += data.delta;
            break;
          case "response.reasoning_summary_text.delta":
          case "response.reasoning_text.delta":
            answer.thinking += data.delta;
            break;
          case "response.output_item.added":
            called(answer, data.item.type === "function_call" ? data.item.name : null, "");
            break;
          case "response.function_call_arguments.delta":
            called(answer, null, data.delta);
            break;
          default:
            if (data.object === "response") {
              (data.output || []).forEach(function (item) { readItem(item, answer); });
            }
        }
        const response = data.response || data;
        if (response.usage) {
          used(answer, response.usage.input_tokens, response.usage.output_tokens);
        }
        if (data.response && data.response.error) {
          answer.error = data.response.error;
        }
      },
    },
    messages: {
      path: "/messages",
      body: function (asked) {
        const content = !asked.image ? asked.user : [
          { type: "text", text: asked.user },
          { type: "image", source: { type: "url", url: asked.image } },
        ];
        return set({ model: asked.model, max_tokens: asked.maxTokens || 1024 }, {
          system: asked.system,
          messages: [{ role: "user", content: content }],
          stream: asked.stream || null,
          temperature: asked.temperature,
          tools: asked.tools,
        });
      },
      read: function (data, answer) {
        if (data.type === "content_block_start") {
          readBlock(data.content_block, answer, false);
        }
        if (data.type === "content_block_delta") {
          answer.text += data.delta.text || "";
          answer.thinking += data.delta.thinking || "";
          called(answer, null, data.delta.partial_json);
        }
        if (data.type === "message") {
          data.content.forEach(function (block) { readBlock(block, answer, true); });
        }
        const usage = data.usage || (data.message || {}).usage;
        if (usage) {
          used(answer, sum(usage.input_tokens, usage.cache_read_input_tokens, usage.cache_creation_input_tokens), usage.output_tokens);
        }
      },
    },
  };

  function readItem(item, answer) {
    (item.type === "message" ? item.content : []).forEach(function (part) { answer.text += part.text || part.refusal || ""; });
    (item.type === "reasoning" ? item.summary || [] : []).forEach(function (part) { answer.thinking += part.text; });
    if (item.type === "function_call") {
      called(answer, item.name, item.arguments);
    }
  }

  function readBlock(block, answer, whole) {
    answer.text += block.text || "";
    answer.thinking += block.thinking || "";
    if (block.type === "tool_use") {
      called(answer, block.name, whole ? JSON.stringify(block.input) : "");
    }
  }

  function called(answer, name, args) {
    if (name) {
      answer.calls += (answer.calls ? "\n" : "") + name + " ";
    }
    answer.calls += args || "";
  }

  function used(answer, input, output) {
    answer.input = input || answer.input;
    answer.output = output || answer.output;
  }

  function sum() {
    return Array.from(arguments).reduce(function (all, one) { return all + (one || 0); }, 0);
  }

  function set(body, more) {
    Object.keys(more).forEach(function (name) {
      if (more[name] !== null && more[name] !== "") {
        body[name] = more[name];
      }
    });
    return body;
  }

  // What is asked, as the form says it; absent when the tools are no JSON.
  function number(text) {
    return text === "" ? null : Number(text);
  }

  function tools() {
    const typed = field.tools.value.trim();
    let parsed = null;
    let valid = true;
    try {
      parsed = typed ? JSON.parse(typed) : null;
      valid = !typed || Array.isArray(parsed);
    } catch (e) {
      valid = false;
    }
    field.tools.setCustomValidity(valid ? "" : field.tools.dataset.invalid);
    return valid ? parsed : null;
  }

  function asked(model) {
    return {
      model: model,
      system: field.system.value.trim(),
      user: field.user.value,
      image: field.image.value.trim(),
      stream: field.stream.checked,
      temperature: number(field.temperature.value),
      maxTokens: number(field.maxTokens.value),
      tools: tools(),
    };
  }

  // The key: made when it is needed, and again when it has ended.
  async function ensureKey(fresh) {
    const team = field.team.value;
    if (!fresh && key && key.team === team && Date.now() < key.until - 5000) {
      return key.text;
    }
    const headers = {};
    headers[meta("csrf-header")] = meta("csrf-token");
    const response = await fetch(form.dataset.keyPath, {
      method: "POST", headers: headers, body: new URLSearchParams({ team: team }), redirect: "manual",
    });
    if (!response.ok) {
      document.getElementById("expired").hidden = false;
      throw new Error("no key");
    }
    const made = await response.json();
    key = { team: team, text: made.key, until: made.until };
    return key.text;
  }

  // One call.
  async function send(protocol, body, signal, fresh) {
    const headers = { "Content-Type": "application/json", Authorization: "Bearer " + (await ensureKey(fresh)) };
    if (protocol === protocols.messages) {
      headers["anthropic-version"] = "2023-06-01";
    }
    const response = await fetch(form.dataset.api + protocol.path, {
      method: "POST", headers: headers, body: JSON.stringify(body), credentials: "omit", signal: signal,
    });
    return response.status === 401 && !fresh ? send(protocol, body, signal, true) : response;
  }

  // Cuts a stream of events into the JSON they hold.
  function events(take) {
    let rest = "";
    return function (text) {
      rest += text;
      const blocks = rest.split(/\r?\n\r?\n/);
      rest = blocks.pop();
      blocks.forEach(function (block) {
        const data = block.split(/\r?\n/)
          .filter(function (line) { return line.startsWith("data:"); })
          .map(function (line) { return line.slice(5).trim(); })
          .join("\n");
        if (data && data !== "[DONE]") {
          take(JSON.parse(data));
        }
      });
    };
  }

  async function run(pane, protocol, body, signal) {
    const answer = { text: "", thinking: "", calls: "", input: null, output: null, error: null, raw: "" };
    const started = performance.now();
    let first = null;
    function take(data) {
      protocol.read(data, answer);
      answer.error = data.error || (data.type === "error" ? data : answer.error);
      if (first === null && (answer.text || answer.thinking || answer.calls)) {
        first = performance.now() - started;
      }
    }
    reset(pane, body.model);
    try {
      const response = await send(protocol, body, signal, false);
      link(pane, response.headers.get("x-request-id"));
      if (/event-stream/.test(response.headers.get("content-type"))) {
        await follow(response, answer, events(take), function () { show(pane, answer); });
      } else {
        answer.raw = await response.text();
        take(JSON.parse(answer.raw));
        first = null;
      }
    } catch (e) {
      if (e.name === "AbortError") {
        metric(pane, "stopped", "");
      } else {
        answer.error = answer.error || { message: e.message };
      }
    }
    show(pane, answer);
    measure(pane, answer, first, performance.now() - started);
  }

  async function follow(response, answer, cut, changed) {
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      if (answer.raw.length < longestRaw) {
        answer.raw += read.value;
      }
      cut(read.value);
      changed();
    }
  }

  // What is shown of it.
  function find(pane, selector) {
    return pane.querySelector(selector);
  }

  function reset(pane, model) {
    find(pane, "[data-name]").textContent = model;
    find(pane, "[data-none]").hidden = true;
    find(pane, "[data-error]").hidden = true;
    find(pane, "[data-after]").hidden = false;
    pane.querySelectorAll("[data-metric]").forEach(function (badge) { badge.hidden = true; });
    show(pane, { text: "", thinking: "", calls: "", raw: "", error: null });
  }

  function show(pane, answer) {
    find(pane, "[data-text]").textContent = answer.text;
    find(pane, "[data-raw]").textContent = answer.raw;
    ["thinking", "calls"].forEach(function (name) {
      const part = find(pane, '[data-part="' + name + '"]');
      part.hidden = !answer[name];
      find(part, "[data-value]").textContent = answer[name];
    });
    if (answer.error) {
      const error = find(pane, "[data-error]");
      error.hidden = false;
      error.textContent = [answer.error.code || answer.error.type, answer.error.message].filter(Boolean).join(": ");
    }
  }

  function metric(pane, name, value) {
    const badge = find(pane, '[data-metric="' + name + '"]');
    badge.hidden = false;
    const place = find(badge, "[data-value]");
    if (place) {
      place.textContent = value;
    }
  }

  function millis(value) {
    return value < 1000 ? Math.round(value) + " ms" : (value / 1000).toFixed(2) + " s";
  }

  function measure(pane, answer, first, total) {
    metric(pane, "total", millis(total));
    if (first !== null) {
      metric(pane, "firstToken", millis(first));
    }
    if (answer.output !== null) {
      metric(pane, "tokens", (answer.input || 0) + " → " + answer.output);
    }
    if (answer.output && first !== null && total - first > 50) {
      metric(pane, "rate", (answer.output / ((total - first) / 1000)).toFixed(1));
    }
  }

  function link(pane, id) {
    find(pane, "[data-log]").href = form.dataset.logs + (id ? "?request=" + encodeURIComponent(id) : "");
  }

  form.addEventListener("submit", async function (event) {
    event.preventDefault();
    const protocol = protocols[field.protocol.value];
    const models = [field.model.value, field.other.value].filter(Boolean);
    const panes = document.querySelectorAll("[data-pane]");
    running = new AbortController();
    document.getElementById("send").disabled = true;
    document.getElementById("stop").disabled = false;
    panes[1].hidden = models.length < 2;
    try {
      await ensureKey(false);
      await Promise.all(models.map(function (model, place) {
        return run(panes[place], protocol, protocol.body(asked(model)), running.signal);
      }));
    } catch (e) {
      // without a key there is nothing to show but that
    }
    document.getElementById("send").disabled = false;
    document.getElementById("stop").disabled = true;
  });

  document.getElementById("stop").addEventListener("click", function () { running.abort(); });

  function code() {
    const name = field.protocol.value;
    const body = protocols[name].body(asked(field.model.value));
    document.getElementById("code").textContent = window.playgroundCode[shownSnippet](name, body, form.dataset.baseUrl, protocols[name].path);
  }

  document.querySelectorAll("[data-snippet]").forEach(function (button) {
    button.addEventListener("click", function () {
      shownSnippet = button.dataset.snippet;
      document.querySelectorAll("[data-snippet]").forEach(function (other) {
        other.classList.toggle("active", other === button);
        other.setAttribute("aria-pressed", String(other === button));
      });
      code();
    });
  });
  form.addEventListener("input", code);
  form.addEventListener("invalid", function (event) {
    const folded = event.target.closest("details");
    if (folded) {
      folded.open = true;
    }
  }, true);
  code();
})();

// The official OpenAI client for JavaScript, its chat completions with models of every kind of provider.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import OpenAI from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import { all, assertAskedAt, failure, gateway, key, places, RATE, textOf, unique } from './shared.mjs';
import { requestsWith } from './upstream.mjs';

const client = new OpenAI({ baseURL: `${gateway}/v1`, apiKey: key, maxRetries: 0, timeout: 30_000 });
const thinkers = places.filter(place => ['anthropic', 'gemini', 'bedrock'].includes(place.dialect));

const question = (text, model) => ({ model, messages: [{ role: 'user', content: text }] });
const tools = [{ type: 'function', function: { name: RATE.name, description: RATE.description, parameters: RATE.schema } }];
const runnable = calls => [{ type: 'function', function: {
  ...tools[0].function,
  parse: JSON.parse,
  function: async wanted => (calls.push(wanted), RATE.of(wanted)),
} }];

/** Asks in one piece, or as a stream whose pieces the client puts together. */
async function ask(request, stream) {
  return stream ? client.chat.completions.stream(request).finalChatCompletion() : client.chat.completions.create(request);
}

for (const place of places) {
  describe(`openai-node: a model of a provider that speaks ${place.dialect}`, () => {
    for (const stream of [false, true]) {
      const how = stream ? 'streamed' : 'in one piece';

      test(`answers, ${how}`, async () => {
        const text = unique('Good morning');
        const options = stream ? { stream_options: { include_usage: true } } : {};
        const request = { ...question(text, place.model), ...options };
        request.messages.unshift({ role: 'developer', content: 'Be brief.' });
        const answer = await ask(request, stream);
        assert.equal(answer.object, 'chat.completion');
        assert.equal(answer.model, place.model);
        assert.equal(answer.choices.length, 1);
        assert.equal(answer.choices[0].message.content, 'Good day.');
        assert.equal(answer.choices[0].finish_reason, 'stop');
        if (place.counts) {
          assert.deepEqual([answer.usage.prompt_tokens, answer.usage.completion_tokens, answer.usage.total_tokens], [9, 3, 12]);
        }
        const requests = await requestsWith(place.upstream, text);
        assertAskedAt(place, requests);
        assert.deepEqual(requests[0].body.messages.map(message => message.content), ['Be brief.', text]);
      });

      test(`the loop of call, result and answer, ${how}`, async () => {
        const calls = [];
        const text = unique('[exchange rate] of the euro in yuan?');
        const runner = client.chat.completions.runTools({ ...question(text, place.model), stream, tools: runnable(calls) });
        assert.equal(await runner.finalContent(), 'One euro buys 8.1 yuan.');
        assert.deepEqual(calls, [{ from: 'EUR', to: 'CNY' }]);
        assertAskedAt(place, await requestsWith(place.upstream, text), 2);
      });

      test(`two calls at once after some text, ${how}`, async () => {
        const calls = [];
        const runner = client.chat.completions.runTools(
          { ...question(unique('[two rates]'), place.model), stream, tools: runnable(calls) });
        assert.equal(await runner.finalContent(), '8.1 and 7.1 yuan.');
        assert.deepEqual(calls.map(call => call.from), ['EUR', 'USD']);
      });

      test(`429 is a 429, ${how}`, async () => {
        const error = await failure(ask(question('[busy]', place.model), stream));
        assert.ok(error instanceof OpenAI.RateLimitError, `${error}`);
        assert.equal(typeof error.error.message, 'string');
        assert.equal(error.headers.get('retry-after'), '1');
      });
    }

    test('a structured answer', async () => {
      const answer = await client.chat.completions.parse({
        ...question(unique('[recipe]'), place.model),
        response_format: zodResponseFormat(z.object({ dish: z.string(), minutes: z.number() }), 'recipe'),
      });
      assert.deepEqual(answer.choices[0].message.parsed, { dish: 'dumplings', minutes: 40 });
    });

    test('a stream is chunks of one completion, the usage last', async () => {
      const chunks = await all(await client.chat.completions.create(
        { ...question('[counted]', place.model), stream: true, stream_options: { include_usage: true } }));
      assert.equal(textOf(chunks), 'Größe 大きさ 🚦 in four chunks or more');
      assert.equal(new Set(chunks.map(chunk => chunk.id)).size, 1);
      assert.ok(chunks.every(chunk => chunk.object === 'chat.completion.chunk' && chunk.model === place.model));
      if (place.counts) {
        assert.deepEqual(chunks.at(-1).choices, []);
        assert.equal(chunks.at(-1).usage.total_tokens, 245);
      }
    });

    test('a stream that breaks off is an error', async () => {
      const seen = [];
      const error = await failure((async () => {
        for await (const chunk of await client.chat.completions.create({ ...question('[cut]', place.model), stream: true })) {
          seen.push(chunk);
        }
      })());
      assert.ok(error instanceof OpenAI.APIError, `${error}`);
      assert.ok(textOf(seen).length > 0, 'nothing arrived before the cut');
      assert.ok(seen.every(chunk => !chunk.choices[0]?.finish_reason), 'a finish reason in a cut stream');
    });
  });
}

for (const place of thinkers) {
  describe(`openai-node: a model that thinks, of a provider that speaks ${place.dialect}`, () => {
    for (const stream of [false, true]) {
      const how = stream ? 'streamed' : 'in one piece';

      test(`goes on over a tool's result, ${how}`, async () => {
        const calls = [];
        const text = unique('[thoughtful rate]');
        const runner = client.chat.completions.runTools(
          { ...question(text, place.model), stream, reasoning_effort: 'low', tools: runnable(calls) });
        assert.equal(await runner.finalContent(), 'One euro buys 8.1 yuan.');
        assert.deepEqual(calls, [{ from: 'EUR', to: 'CNY' }]);
      });

      test(`goes on though the client forgot what was thought, ${how}`, async () => {
        const request = { ...question(unique('[thoughtful rate]'), place.model), reasoning_effort: 'low', tools };
        const { message } = (await ask(request, stream)).choices[0];
        const [call] = message.tool_calls;
        request.messages.push({ role: 'assistant', content: null, tool_calls: [
          { id: call.id, type: 'function', function: { name: call.function.name, arguments: call.function.arguments } }] });
        request.messages.push({ role: 'tool', tool_call_id: call.id, content: '8.1' });
        const answer = await ask(request, stream);
        assert.equal(answer.choices[0].message.content, 'One euro buys 8.1 yuan.');
      });
    }
  });
}

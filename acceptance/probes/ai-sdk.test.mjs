// Vercel's AI SDK with its providers for OpenAI, OpenAI-compatible APIs and Anthropic.
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { APICallError, embedMany, generateText, jsonSchema, Output, stepCountIs, streamText, tool } from 'ai';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assertAskedAt, failure, gateway, key, places, RATE, unique } from './shared.mjs';
import { requestsWith } from './upstream.mjs';

const baseURL = `${gateway}/v1`;
const openai = createOpenAI({ baseURL, apiKey: key });
const compatible = createOpenAICompatible({ name: 'tollgate', baseURL, apiKey: key, includeUsage: true });
const anthropic = createAnthropic({ baseURL, apiKey: key });

/** The SDK's providers, and the one dialect that each passes to a provider of its kind unchanged. */
const kinds = [
  { name: '@ai-sdk/openai', of: model => openai(model), responses: true },
  { name: '@ai-sdk/openai, chat', of: model => openai.chat(model) },
  { name: '@ai-sdk/openai-compatible', of: model => compatible(model) },
  { name: '@ai-sdk/anthropic', of: model => anthropic(model), shapesByTool: true },
];

/** Ollama has no tool that must be called, which is how an SDK without a word for shapes asks for one. */
const refusesShapes = (kind, place) => kind.shapesByTool && place.dialect === 'ollama';

/** Where a request arrives: a provider that has the Responses API is asked there. */
const arrival = (kind, place) => (
  kind.responses && place.dialect === 'openai' ? { ...place, path: /^\/v1\/responses$/ } : place);

function rate(calls) {
  return { [RATE.name]: tool({
    description: RATE.description,
    inputSchema: jsonSchema(RATE.schema),
    execute: async wanted => (calls.push(wanted), RATE.of(wanted)),
  }) };
}

/** Generates in one piece or as a stream; either way all of it, or the error it ends in. */
async function generate(stream, request) {
  if (!stream) {
    const { text, usage, steps, finishReason } = await generateText({ maxRetries: 0, ...request });
    return { text, usage, steps, finishReason };
  }
  let failed;
  const result = streamText({ maxRetries: 0, ...request, onError: ({ error }) => { failed = error; } });
  await result.consumeStream();
  if (failed) {
    throw failed;
  }
  return { text: await result.text, usage: await result.usage, steps: await result.steps, finishReason: await result.finishReason };
}

for (const kind of kinds) {
  describe(`ai-sdk: ${kind.name}`, () => {
    for (const place of places) {
      for (const stream of [false, true]) {
        const how = `by a provider that speaks ${place.dialect}, ${stream ? 'streamed' : 'in one piece'}`;

        test(`a text ${how}`, async () => {
          const prompt = unique('Good morning');
          const answer = await generate(stream, { model: kind.of(place.model), prompt });
          assert.equal(answer.text, 'Good day.');
          assert.equal(answer.finishReason, 'stop');
          if (place.counts) {
            assert.deepEqual([answer.usage.inputTokens, answer.usage.outputTokens], [9, 3]);
          }
          assertAskedAt(arrival(kind, place), await requestsWith(place.upstream, prompt));
        });

        test(`two steps with a tool ${how}`, async () => {
          const calls = [];
          const prompt = unique('[exchange rate] of the euro in yuan?');
          const answer = await generate(stream,
            { model: kind.of(place.model), prompt, tools: rate(calls), stopWhen: stepCountIs(3) });
          assert.equal(answer.text, 'One euro buys 8.1 yuan.');
          assert.deepEqual(calls, [{ from: 'EUR', to: 'CNY' }]);
          assert.deepEqual(answer.steps.map(step => step.finishReason), ['tool-calls', 'stop']);
        });
      }
    }

    test('an object of a given shape', async () => {
      for (const place of places) {
        const schema = jsonSchema({
          type: 'object',
          properties: { dish: { type: 'string' }, minutes: { type: 'number' } },
          required: ['dish', 'minutes'],
          additionalProperties: false,
        });
        const asked = generateText({
          model: kind.of(place.model), prompt: '[recipe]', maxRetries: 0, output: Output.object({ schema }) });
        if (refusesShapes(kind, place)) {
          await assert.rejects(asked, error => error.statusCode === 400 && /tool that must be called/.test(error.message));
          continue;
        }
        const { output } = await asked;
        assert.deepEqual(output, { dish: 'dumplings', minutes: 40 }, place.dialect);
      }
    });

    for (const stream of [false, true]) {
      test(`429 can be tried again${stream ? ', in a stream' : ''}`, async () => {
        for (const place of places) {
          const error = await failure(generate(stream, { model: kind.of(place.model), prompt: '[busy]' }));
          assert.ok(APICallError.isInstance(error), `${place.dialect}: ${error}`);
          assert.equal(error.statusCode, 429);
          assert.equal(error.isRetryable, true);
          assert.equal(error.responseHeaders['retry-after'], '1');
        }
      });
    }
  });
}

describe('ai-sdk: embeddings', () => {
  for (const [name, model] of [
    ['@ai-sdk/openai', openai.embeddingModel('text-embedding-3-small')],
    ['@ai-sdk/openai-compatible', compatible.embeddingModel('text-embedding-3-small')],
  ]) {
    test(name, async () => {
      const { embeddings } = await embedMany({ model, values: ['a gate on a road'], maxRetries: 0 });
      assert.deepEqual(embeddings, [[0.5, -0.25, 0.125]]);
    });
  }
});

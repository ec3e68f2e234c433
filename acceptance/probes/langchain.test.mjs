// LangChain for JavaScript with its OpenAI integration, through chat completions and through the Responses API.
import { HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { all, assertAskedAt, failure, gateway, key, places, RATE, unique } from './shared.mjs';
import { requestsWith } from './upstream.mjs';

const common = { apiKey: key, maxRetries: 0, configuration: { baseURL: `${gateway}/v1` } };
const chat = (model, useResponsesApi) => new ChatOpenAI({ model, useResponsesApi, ...common });
const rate = tool(RATE.of, {
  name: RATE.name,
  description: RATE.description,
  schema: z.object({ from: z.string(), to: z.string() }),
});

for (const responses of [false, true]) {
  describe(`langchain: ${responses ? 'the Responses API' : 'chat completions'}`, () => {
    for (const place of places) {
      const by = `by a provider that speaks ${place.dialect}`;
      const path = responses && place.dialect === 'openai' ? /^\/v1\/responses$/ : place.path;

      test(`invoke ${by}`, async () => {
        const text = unique('Good morning');
        const answer = await chat(place.model, responses).invoke([new SystemMessage('Be brief.'), new HumanMessage(text)]);
        assert.equal(answer.text, 'Good day.');
        if (place.counts) {
          const { input_tokens, output_tokens, total_tokens } = answer.usage_metadata;
          assert.deepEqual([input_tokens, output_tokens, total_tokens], [9, 3, 12]);
        }
        assertAskedAt({ ...place, path }, await requestsWith(place.upstream, text));
      });

      test(`stream ${by}`, async () => {
        const chunks = await all(await chat(place.model, responses).stream('[counted]'));
        assert.equal(chunks.map(chunk => chunk.text).join(''), 'Größe 大きさ 🚦 in four chunks or more');
        assert.ok(chunks.length > 4);
        if (place.counts) {
          assert.equal(chunks.reduce((sum, chunk) => sum.concat(chunk)).usage_metadata.total_tokens, 245);
        }
      });

      test(`two steps with a tool ${by}`, async () => {
        const model = chat(place.model, responses).bindTools([rate]);
        const messages = [new HumanMessage(unique('[exchange rate]'))];
        const called = await model.invoke(messages);
        assert.deepEqual(called.tool_calls.map(call => [call.name, call.args]), [[RATE.name, { from: 'EUR', to: 'CNY' }]]);
        const result = await rate.invoke(called.tool_calls[0]);
        assert.ok(result instanceof ToolMessage);
        const answer = await model.invoke([...messages, called, result]);
        assert.equal(answer.text, 'One euro buys 8.1 yuan.');
      });
    }

    test('429 is a 429', async () => {
      const error = await failure(chat('gpt-4o', responses).invoke('[busy]'));
      assert.equal(error.status, 429, `${error}`);
    });
  });
}

test('langchain: embeddings', async () => {
  const embeddings = new OpenAIEmbeddings({ model: 'text-embedding-3-small', ...common });
  assert.deepEqual(await embeddings.embedQuery('a gate on a road'), [0.5, -0.25, 0.125]);
  assert.deepEqual(await embeddings.embedDocuments(['a gate on a road']), [[0.5, -0.25, 0.125]]);
});

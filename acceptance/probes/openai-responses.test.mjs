// The Responses API of the official OpenAI client for JavaScript, with models of every kind of provider.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import OpenAI from 'openai';
import { all, assertAskedAt, failure, gateway, key, places, RATE, unique } from './shared.mjs';
import { requestsWith } from './upstream.mjs';

const client = new OpenAI({ baseURL: `${gateway}/v1`, apiKey: key, maxRetries: 0, timeout: 30_000 });
const tools = [{ type: 'function', name: RATE.name, description: RATE.description, parameters: RATE.schema, strict: true }];
const native = ['openai', 'responses'];

/** Where a request of the Responses API arrives: a provider that has it is asked there. */
const arrival = place => (native.includes(place.dialect) ? { ...place, path: /^\/v1\/responses$/ } : place);

/** Asks in one piece, or as a stream whose pieces the client puts together. */
async function ask(request, stream) {
  return stream ? client.responses.stream(request).finalResponse() : client.responses.create(request);
}

for (const place of places) {
  describe(`openai-node, responses: a model of a provider that speaks ${place.dialect}`, () => {
    for (const stream of [false, true]) {
      const how = stream ? 'streamed' : 'in one piece';

      test(`answers, ${how}`, async () => {
        const text = unique('Good morning');
        const answer = await ask({ model: place.model, instructions: 'Be brief.', input: text }, stream);
        assert.equal(answer.object, 'response');
        assert.equal(answer.status, 'completed');
        assert.equal(answer.model, place.model);
        assert.equal(answer.output_text, 'Good day.');
        if (place.counts) {
          assert.deepEqual([answer.usage.input_tokens, answer.usage.output_tokens, answer.usage.total_tokens], [9, 3, 12]);
        }
        const requests = await requestsWith(place.upstream, text);
        assertAskedAt(arrival(place), requests);
        assert.deepEqual(requests[0].body.messages.map(message => message.content), ['Be brief.', text]);
      });

      test(`two steps with a tool, ${how}`, async () => {
        const text = unique('[exchange rate] of the euro in yuan?');
        const input = [{ role: 'user', content: text }];
        const called = await ask({ model: place.model, input, tools, store: false }, stream);
        const [call, ...others] = called.output.filter(item => item.type === 'function_call');
        assert.deepEqual([call.name, JSON.parse(call.arguments), others], [RATE.name, { from: 'EUR', to: 'CNY' }, []]);
        const result = { type: 'function_call_output', call_id: call.call_id, output: '8.1' };
        const answer = await ask(
          { model: place.model, input: [...input, ...called.output, result], tools, store: false }, stream);
        assert.equal(answer.output_text, 'One euro buys 8.1 yuan.');
        assertAskedAt(arrival(place), await requestsWith(place.upstream, text), 2);
      });

      test(`429 is a 429, ${how}`, async () => {
        const error = await failure(ask({ model: place.model, input: '[busy]' }, stream));
        assert.ok(error instanceof OpenAI.RateLimitError, `${error}`);
        assert.equal(error.headers.get('retry-after'), '1');
      });
    }

    test('a stream has the events the protocol promises', async () => {
      const events = await all(await client.responses.create({ model: place.model, input: '[counted]', stream: true }));
      const types = events.map(event => event.type);
      assert.equal(types[0], 'response.created');
      assert.equal(types.at(-1), 'response.completed');
      const deltas = events.filter(event => event.type === 'response.output_text.delta').map(event => event.delta);
      assert.equal(deltas.join(''), 'Größe 大きさ 🚦 in four chunks or more');
      const { response } = events.at(-1);
      assert.equal(response.model, place.model);
      assert.equal(response.output.at(-1).content[0].text, deltas.join(''));
    });

    test('a stream that breaks off is an error', async () => {
      const seen = [];
      const error = await failure((async () => {
        for await (const event of await client.responses.create({ model: place.model, input: '[cut]', stream: true })) {
          seen.push(event.type);
        }
      })());
      assert.ok(error instanceof OpenAI.APIError, `${error}`);
      assert.ok(seen.includes('response.output_text.delta'), `${seen}`);
      assert.ok(!seen.includes('response.completed'), 'an end of a stream that was cut');
    });

    test('a response that nobody keeps is not found', async () => {
      const { id } = await client.responses.create({ model: place.model, input: 'Remember this' });
      const error = await failure(client.responses.retrieve(id));
      assert.ok(error instanceof OpenAI.NotFoundError, `${error}`);
      assert.equal(typeof error.error.message, 'string');
    });
  });
}

describe('openai-node, responses: refusals', () => {
  test('a response nobody made', async () => {
    for (const call of [() => client.responses.retrieve('resp_unheard_of'), () => client.responses.delete('resp_unheard_of')]) {
      const error = await failure(call());
      assert.ok(error instanceof OpenAI.NotFoundError, `${error}`);
      assert.equal(error.code, 'response_not_found');
    }
  });

  test('going on from a response nobody made', async () => {
    const error = await failure(client.responses.create(
      { model: 'gpt-4o', input: 'And then?', previous_response_id: 'resp_unheard_of' }));
    assert.ok(error instanceof OpenAI.BadRequestError, `${error}`);
    assert.equal(error.code, 'previous_response_not_found');
  });

  test('a tool that only another provider has', async () => {
    const error = await failure(client.responses.create(
      { model: 'claude', input: 'Search', tools: [{ type: 'file_search', vector_store_ids: ['vs_1'] }] }));
    assert.ok(error instanceof OpenAI.BadRequestError, `${error}`);
  });
});

// The official Anthropic client for JavaScript, with models of every kind of provider.
import Anthropic from '@anthropic-ai/sdk';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { all, assertAskedAt, assertBusyForLong, failure, gateway, key, places, RATE, unique } from './shared.mjs';
import { requestsWith } from './upstream.mjs';

const client = new Anthropic({ baseURL: gateway, apiKey: key, maxRetries: 0, timeout: 30_000 });
const thinker = places.filter(place => ['anthropic', 'gemini', 'responses', 'bedrock'].includes(place.dialect));

const question = (text, model) => ({ model, max_tokens: 2048, messages: [{ role: 'user', content: text }] });
const tools = [{ name: RATE.name, description: RATE.description, input_schema: RATE.schema }];
const ofType = (message, type) => message.content.filter(block => block.type === type);

/** Asks in one piece, or as a stream whose pieces the client puts together. */
async function ask(request, stream) {
  return stream ? client.messages.stream(request).finalMessage() : client.messages.create(request);
}

/** Goes on with the results of the tools an answer calls. */
function withResults(request, answer) {
  const results = ofType(answer, 'tool_use').map(call => (
    { type: 'tool_result', tool_use_id: call.id, content: RATE.of(call.input) }));
  return { ...request, messages: [
    ...request.messages,
    { role: 'assistant', content: answer.content },
    { role: 'user', content: results },
  ] };
}

for (const place of places) {
  describe(`anthropic-node: a model of a provider that speaks ${place.dialect}`, () => {
    for (const stream of [false, true]) {
      const how = stream ? 'streamed' : 'in one piece';

      test(`answers, ${how}`, async () => {
        const text = unique('Good morning');
        const answer = await ask({ ...question(text, place.model), system: 'Be brief.' }, stream);
        assert.equal(answer.type, 'message');
        assert.equal(answer.role, 'assistant');
        assert.equal(answer.model, place.model);
        assert.deepEqual(answer.content.map(({ type, text: said }) => [type, said]), [['text', 'Good day.']]);
        assert.equal(answer.stop_reason, 'end_turn');
        if (place.counts) {
          assert.deepEqual([answer.usage.input_tokens, answer.usage.output_tokens], [9, 3]);
        }
        const requests = await requestsWith(place.upstream, text);
        assertAskedAt(place, requests);
        assert.equal(requests[0].body.messages[0].role, 'system');
      });

      test(`the loop of call, result and answer, ${how}`, async () => {
        const text = unique('[exchange rate] of the euro in yuan?');
        const request = { ...question(text, place.model), tools };
        const called = await ask(request, stream);
        assert.equal(called.stop_reason, 'tool_use');
        const [call, ...others] = ofType(called, 'tool_use');
        assert.deepEqual([call.name, call.input, others], [RATE.name, { from: 'EUR', to: 'CNY' }, []]);
        assert.ok(call.id);
        const answer = await ask(withResults(request, called), stream);
        assert.equal(ofType(answer, 'text').map(block => block.text).join(''), 'One euro buys 8.1 yuan.');
        assert.equal(answer.stop_reason, 'end_turn');
        const requests = await requestsWith(place.upstream, text);
        assertAskedAt(place, requests, 2);
        assert.deepEqual(requests[0].body.tools.map(tool => tool.function.name), [RATE.name]);
      });

      test(`two calls at once after some text, ${how}`, async () => {
        const request = { ...question(unique('[two rates]'), place.model), tools };
        const called = await ask(request, stream);
        assert.deepEqual(called.content.map(block => block.type), ['text', 'tool_use', 'tool_use']);
        assert.deepEqual(ofType(called, 'tool_use').map(call => call.input.from), ['EUR', 'USD']);
        assert.notEqual(called.content[1].id, called.content[2].id);
        const answer = await ask(withResults(request, called), stream);
        assert.equal(ofType(answer, 'text')[0].text, '8.1 and 7.1 yuan.');
      });

      test(`429 is a rate_limit_error, ${how}`, async () => {
        const error = await failure(ask(question('[busy]', place.model), stream));
        assert.ok(error instanceof Anthropic.RateLimitError, `${error}`);
        assert.equal(error.type, 'rate_limit_error');
        assert.equal(error.error.type, 'error');
        assert.equal(typeof error.error.error.message, 'string');
        assert.equal(error.headers.get('retry-after'), '1');
        assert.ok(error.requestID);
      });
    }

    test('a stream has the events the protocol promises', async () => {
      const events = await all(await client.messages.create({ ...question('[counted]', place.model), stream: true }));
      const types = events.map(event => event.type).filter(type => type !== 'ping');
      assert.equal(types[0], 'message_start');
      assert.deepEqual(types.slice(-2), ['message_delta', 'message_stop']);
      assert.equal(types.filter(type => type === 'content_block_start').length, 1);
      assert.equal(types.filter(type => type === 'content_block_stop').length, 1);
      const texts = events.filter(event => event.type === 'content_block_delta').map(event => event.delta.text);
      assert.equal(texts.join(''), 'Größe 大きさ 🚦 in four chunks or more');
      assert.ok(texts.length > 3);
    });

    test('a stream that breaks off is an error', async () => {
      const seen = [];
      const error = await failure((async () => {
        for await (const event of await client.messages.create({ ...question('[cut]', place.model), stream: true })) {
          seen.push(event.type);
        }
      })());
      assert.ok(error instanceof Anthropic.APIError, `${error}`);
      assert.ok(seen.includes('content_block_delta'), 'nothing arrived before the cut');
      assert.ok(!seen.includes('message_stop'), 'an end of a stream that was cut');
    });
  });
}

describe('anthropic-node: thinking', () => {
  const thinking = { type: 'enabled', budget_tokens: 1024 };

  for (const place of thinker) {
    for (const stream of [false, true]) {
      const how = `by a provider that speaks ${place.dialect}, ${stream ? 'streamed' : 'in one piece'}`;

      test(`is shown, signed where it has to be, ${how}`, async () => {
        const answer = await ask({ ...question(unique('[thought]'), place.model), thinking }, stream);
        const [thought] = answer.content;
        assert.equal(thought.type, 'thinking');
        assert.equal(thought.thinking, 'Six times seven, slowly.');
        assert.equal(typeof thought.signature, 'string');
        if (place.dialect === 'anthropic') {
          assert.equal(thought.signature, 'c2lnbmVkLWJ5LXRoZS1wcm92aWRlcg==');
        }
        assert.equal(ofType(answer, 'text')[0].text, 'Forty-two.');
      });

      test(`goes on over a tool's result, ${how}`, async () => {
        const text = unique('[thoughtful rate]');
        const request = { ...question(text, place.model), thinking, tools };
        const called = await ask(request, stream);
        assert.deepEqual(called.content.map(block => block.type), ['thinking', 'tool_use']);
        const answer = await ask(withResults(request, called), stream);
        assert.equal(ofType(answer, 'text')[0].text, 'One euro buys 8.1 yuan.');
        assertAskedAt(place, await requestsWith(place.upstream, text), 2);
      });
    }
  }
});

describe('anthropic-node: other endpoints and refusals', () => {
  test('the list of models, and one', async () => {
    const page = await client.models.list();
    const names = page.data.map(model => model.id);
    assert.ok(names.includes('claude') && names.includes('gpt-4o'), `${names}`);
    assert.ok(page.data.every(model => model.type === 'model' && model.display_name && model.created_at));
    assert.equal(page.hasNextPage(), false);
    assert.equal((await client.models.retrieve('acme/gpt 4.1')).id, 'acme/gpt 4.1');
    const missing = await failure(client.models.retrieve('no-such-model'));
    assert.ok(missing instanceof Anthropic.NotFoundError, `${missing}`);
    assert.equal(missing.type, 'not_found_error');
  });

  test('tokens are estimated where the provider cannot count', async () => {
    const { model, messages } = question('How long is this?', 'gpt-4o');
    const { data, response } = await client.messages.countTokens({ model, messages }).withResponse();
    assert.ok(data.input_tokens > 3 && data.input_tokens < 20, `${data.input_tokens}`);
    assert.equal(response.headers.get('x-tollgate-estimated'), 'true');
  });

  test('a key nobody issued, and a token in place of a key', async () => {
    const stranger = new Anthropic({ baseURL: gateway, apiKey: 'sk-nobody-issued-this', maxRetries: 0 });
    const error = await failure(stranger.messages.create(question('Let me in', 'claude')));
    assert.ok(error instanceof Anthropic.AuthenticationError, `${error}`);
    assert.equal(error.type, 'authentication_error');
    const bearer = new Anthropic({ baseURL: gateway, apiKey: null, authToken: key, maxRetries: 0 });
    assert.equal((await bearer.messages.create(question('Hello', 'claude'))).content[0].text, 'Good day.');
  });

  test('a model nobody serves, and one the key may not use', async () => {
    const missing = await failure(client.messages.create(question('Anyone?', 'no-such-model')));
    assert.ok(missing instanceof Anthropic.NotFoundError, `${missing}`);
    assert.equal(missing.type, 'not_found_error');
    const narrow = new Anthropic({ baseURL: gateway, apiKey: process.env.NARROW_CLIENT_KEY, maxRetries: 0 });
    const error = await failure(narrow.messages.create(question('May I?', 'claude')));
    assert.ok(error instanceof Anthropic.PermissionDeniedError, `${error}`);
    assert.equal(error.type, 'permission_error');
  });

  for (const stream of [false, true]) {
    test(`429 for long says for how long${stream ? ', for a stream too' : ''}`, async () => {
      const error = await failure(ask(question('[busy for long]', 'busy-for-long'), stream));
      assert.ok(error instanceof Anthropic.RateLimitError, `${error}`);
      assertBusyForLong(error.headers.get('retry-after'));
    });

    test(`a provider of another dialect stands in${stream ? ' in a stream' : ''}`, async () => {
      const text = unique('[failing here]');
      const answer = await ask(question(text, 'two-dialects'), stream);
      assert.equal(answer.content[0].text, 'The second deployment answered.');
      assert.equal(answer.model, 'two-dialects');
      assert.deepEqual((await requestsWith('first', text)).map(request => request.path), ['/v1/messages']);
      assert.deepEqual((await requestsWith('second', text)).map(request => request.path), ['/v1/chat/completions']);
    });
  }
});

// The official OpenAI client for JavaScript, as programs use it.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import OpenAI, { AzureOpenAI } from 'openai';
import { all, assertBusyForLong, failure, gateway, key, textOf, unique } from './shared.mjs';
import { requestsWith } from './upstream.mjs';

const baseURL = `${gateway}/v1`;
const client = new OpenAI({ baseURL, apiKey: key, maxRetries: 0, timeout: 30_000 });

const question = (text, model = 'gpt-4o') => ({ model, messages: [{ role: 'user', content: text }] });

function assertOpenAiShape(error) {
  assert.equal(typeof error.error?.message, 'string');
  assert.ok(error.error.message.length > 0);
  assert.equal(typeof error.error.type, 'string');
  assert.ok('code' in error.error && 'param' in error.error, JSON.stringify(error.error));
}

async function read(stream) {
  const chunks = await all(stream);
  return { chunks, text: textOf(chunks) };
}

describe('openai-node: chat', () => {
  test('answers', async () => {
    const answer = await client.chat.completions.create(question('Good morning'));
    assert.equal(answer.object, 'chat.completion');
    assert.equal(answer.model, 'gpt-4o');
    assert.equal(answer.choices[0].message.content, 'Good day.');
    assert.equal(answer.choices[0].finish_reason, 'stop');
    assert.deepEqual([answer.usage.prompt_tokens, answer.usage.completion_tokens, answer.usage.total_tokens], [9, 3, 12]);
  });

  test('keeps the name the client asked for when the provider calls the model otherwise', async () => {
    const text = unique('Which model is this?');
    const answer = await client.chat.completions.create(question(text, 'acme/gpt 4.1'));
    assert.equal(answer.model, 'acme/gpt 4.1');
    const { chunks } = await read(await client.chat.completions.create({ ...question(text, 'acme/gpt 4.1'), stream: true }));
    assert.deepEqual([...new Set(chunks.map(chunk => chunk.model))], ['acme/gpt 4.1']);
    const models = (await requestsWith('first', text)).map(request => request.body.model);
    assert.deepEqual(models, ['gpt-4.1-2025-04-14', 'gpt-4.1-2025-04-14']);
  });

  test('passes parameters on, those nobody knows as well', async () => {
    const text = unique('Say it twice');
    await client.chat.completions.create({ ...question(text), temperature: 0.3, seed: 9007199254740991, x_unheard_of: { deep: [1, null] } });
    const [{ body }] = await requestsWith('first', text);
    assert.equal(body.temperature, 0.3);
    assert.equal(body.seed, 9007199254740991);
    assert.deepEqual(body.x_unheard_of, { deep: [1, null] });
  });

  test('carries a request id, and keeps the one the client sent', async () => {
    const { data, response } = await client.chat.completions.create(question('Who am I?')).withResponse();
    assert.ok(data._request_id);
    assert.equal(response.headers.get('x-request-id'), data._request_id);
    assert.equal(response.headers.get('request-id'), data._request_id);
    const mine = unique('acceptance').replace(' ', '-');
    const kept = await client.chat.completions.create(question('Who am I?'), { headers: { 'x-request-id': mine } });
    assert.equal(kept._request_id, mine);
  });
});

describe('openai-node: streams', () => {
  test('brings the text event by event and the usage at the end when asked', async () => {
    const { chunks, text } = await read(await client.chat.completions.create(
      { ...question('[counted] please'), stream: true, stream_options: { include_usage: true } }));
    assert.equal(text, 'Größe 大きさ 🚦 in four chunks or more');
    assert.ok(chunks.length > 5);
    const last = chunks.at(-1);
    assert.deepEqual(last.choices, []);
    assert.deepEqual([last.usage.prompt_tokens, last.usage.completion_tokens, last.usage.total_tokens], [211, 34, 245]);
    assert.equal(chunks.filter(chunk => chunk.usage).length, 1);
    assert.equal(chunks.findLast(chunk => chunk.choices.length > 0).choices[0].finish_reason, 'stop');
  });

  test('holds no usage when none was asked for, though the provider was asked', async () => {
    const text = unique('[counted] silently');
    const { chunks, text: said } = await read(await client.chat.completions.create({ ...question(text), stream: true }));
    assert.equal(said, 'Größe 大きさ 🚦 in four chunks or more');
    assert.ok(chunks.every(chunk => chunk.choices.length > 0), 'a chunk without choices');
    assert.ok(chunks.every(chunk => !chunk.usage), 'a chunk with usage');
    const [{ body }] = await requestsWith('first', text);
    assert.equal(body.stream_options?.include_usage, true);
  });

  test('is an event stream that ends with [DONE]', async () => {
    const answer = await client.chat.completions.create({ ...question('Good evening'), stream: true }).asResponse();
    assert.match(answer.headers.get('content-type'), /^text\/event-stream/);
    assert.ok(answer.headers.get('x-request-id'));
    const body = await answer.text();
    assert.equal(body.trimEnd().split('\n').at(-1), 'data: [DONE]');
  });

  test('ends in an error when the provider goes away in the middle', async () => {
    const stream = await client.chat.completions.create({ ...question('[cut]'), stream: true });
    const seen = [];
    const error = await failure((async () => {
      for await (const chunk of stream) {
        seen.push(chunk);
      }
    })());
    assert.ok(error instanceof OpenAI.APIError, `${error}`);
    assert.ok(seen.length > 0, 'nothing arrived before the cut');
    assert.ok(seen.every(chunk => !chunk.choices[0]?.finish_reason), 'a finish reason in a cut stream');
  });

  test('never says [DONE] after a cut', async () => {
    const answer = await client.chat.completions.create({ ...question('[cut]'), stream: true }).asResponse();
    const body = await answer.text();
    assert.match(body, /^data: \{"error":\{/m);
    assert.doesNotMatch(body, /\[DONE\]/);
  });
});

describe('openai-node: tools', () => {
  const tools = run => [{
    type: 'function',
    function: {
      name: 'exchange_rate',
      description: 'The price of one unit of a currency in another',
      parameters: {
        type: 'object',
        properties: { from: { type: 'string' }, to: { type: 'string' } },
        required: ['from', 'to'],
      },
      parse: JSON.parse,
      function: run,
    },
  }];

  for (const stream of [false, true]) {
    test(`the loop of call, result and answer, ${stream ? 'streamed' : 'in one piece'}`, async () => {
      const calls = [];
      const text = unique('[exchange rate] of the euro in yuan?');
      const runner = client.chat.completions.runTools(
        { ...question(text), stream, tools: tools(async wanted => (calls.push(wanted), '8.1')) });
      assert.equal(await runner.finalContent(), 'One euro buys 8.1 yuan.');
      assert.deepEqual(calls, [{ from: 'EUR', to: 'CNY' }]);
      const requests = await requestsWith('first', text);
      assert.equal(requests.length, 2);
      assert.deepEqual(requests[1].body.messages.map(message => message.role), ['user', 'assistant', 'tool']);
      assert.equal(requests[1].body.messages[2].tool_call_id, 'call_rate_1');
      assert.equal(requests[0].body.tools[0].function.name, 'exchange_rate');
    });
  }
});

describe('openai-node: other endpoints', () => {
  test('embeddings', async () => {
    const answer = await client.embeddings.create({ model: 'text-embedding-3-small', input: 'a gate on a road' });
    assert.deepEqual([...answer.data[0].embedding], [0.5, -0.25, 0.125]);
    assert.equal(answer.model, 'text-embedding-3-small');
  });

  test('embeddings of a provider that speaks Gemini', async () => {
    const answer = await client.embeddings.create({ model: 'gemini-embedding', input: 'a gate on a road' });
    assert.deepEqual([...answer.data[0].embedding], [0.5, -0.25, 0.125]);
    assert.equal(answer.model, 'gemini-embedding');
  });

  test('embeddings made by the gateway are base64 by default, numbers where the client asks for them', async () => {
    for (const [encoding_format, type] of [[undefined, 'string'], ['float', 'object']]) {
      const answer = await client.embeddings.create(
        { model: 'gemini-embedding', input: 'a gate', encoding_format }).asResponse();
      const { data } = await answer.json();
      assert.deepEqual(data.map(({ index, embedding }) => [index, typeof embedding]), [[0, type]]);
    }
  });

  test('the list of models holds what the key may use', async () => {
    const names = (await client.models.list()).data.map(model => model.id);
    for (const name of ['acme/gpt 4.1', 'claude', 'gemini', 'gpt-4o', 'text-embedding-3-small', 'two-places']) {
      assert.ok(names.includes(name), `${names}`);
    }
    const narrow = new OpenAI({ baseURL, apiKey: process.env.NARROW_CLIENT_KEY, maxRetries: 0 });
    assert.deepEqual((await narrow.models.list()).data.map(model => model.id), ['gpt-4o']);
  });

  test('one model, its name with a slash and a space', async () => {
    const model = await client.models.retrieve('acme/gpt 4.1');
    assert.equal(model.id, 'acme/gpt 4.1');
    assert.equal(model.object, 'model');
    assert.equal(typeof model.created, 'number');
    assert.equal(typeof model.owned_by, 'string');
  });
});

describe('openai-node: refusals', () => {
  test('a key nobody issued', async () => {
    const stranger = new OpenAI({ baseURL, apiKey: 'sk-nobody-issued-this', maxRetries: 0 });
    const error = await failure(stranger.chat.completions.create(question('Let me in')));
    assert.ok(error instanceof OpenAI.AuthenticationError, `${error}`);
    assertOpenAiShape(error);
    assert.equal(error.code, 'invalid_api_key');
    assert.ok(error.requestID);
  });

  test('a model nobody serves', async () => {
    const error = await failure(client.chat.completions.create(question('Anyone?', 'no-such-model')));
    assert.ok(error instanceof OpenAI.NotFoundError, `${error}`);
    assertOpenAiShape(error);
    assert.equal(error.code, 'model_not_found');
    for (const name of ['no/such/model', 'no-such:model']) {
      const missing = await failure(client.models.retrieve(name));
      assert.ok(missing instanceof OpenAI.NotFoundError, `${missing}`);
      assertOpenAiShape(missing);
    }
  });

  test('a model the key may not use', async () => {
    const narrow = new OpenAI({ baseURL, apiKey: process.env.NARROW_CLIENT_KEY, maxRetries: 0 });
    const error = await failure(narrow.chat.completions.create(question('May I?', 'two-places')));
    assert.ok(error instanceof OpenAI.PermissionDeniedError || error instanceof OpenAI.NotFoundError, `${error}`);
    assertOpenAiShape(error);
  });

  test('messages that are missing', async () => {
    const error = await failure(client.chat.completions.create({ model: 'gpt-4o', messages: [] }));
    assert.ok(error instanceof OpenAI.BadRequestError, `${error}`);
    assertOpenAiShape(error);
  });
});

describe('openai-node: providers that fail', () => {
  test('429 from the only provider keeps its Retry-After', async () => {
    const error = await failure(client.chat.completions.create(question('[busy]')));
    assert.ok(error instanceof OpenAI.RateLimitError, `${error}`);
    assertOpenAiShape(error);
    assert.equal(error.headers.get('retry-after'), '1');
    assert.ok(error.requestID);
  });

  test('429 is a 429 for a stream too', async () => {
    const error = await failure(client.chat.completions.create({ ...question('[busy]'), stream: true }));
    assert.ok(error instanceof OpenAI.RateLimitError, `${error}`);
    assert.equal(error.headers.get('retry-after'), '1');
  });

  for (const stream of [false, true]) {
    test(`429 for long says for how long${stream ? ', for a stream too' : ''}`, async () => {
      const error = await failure(client.chat.completions.create({ ...question('[busy for long]', 'busy-for-long'), stream }));
      assert.ok(error instanceof OpenAI.RateLimitError, `${error}`);
      assertBusyForLong(error.headers.get('retry-after'));
    });
  }

  for (const [trouble, status] of [['[failing here]', 500], ['[busy here]', 429]]) {
    for (const stream of [false, true]) {
      test(`${status} from the first deployment, the second answers${stream ? ' in a stream' : ''}`, async () => {
        const text = unique(trouble);
        const model = stream ? 'two-places-streamed' : 'two-places';
        const asked = client.chat.completions.create({ ...question(text, model), stream });
        const said = stream ? (await read(await asked)).text : (await asked).choices[0].message.content;
        assert.equal(said, 'The second deployment answered.');
        const tried = await requestsWith('first', text);
        assert.deepEqual(tried.map(request => [request.body.model, request.response.status]), [['answers-first', status]]);
        const answered = await requestsWith('second', text);
        assert.deepEqual(answered.map(request => [request.body.model, request.response.status]), [['answers-second', 200]]);
      });
    }
  }

  test('nobody listens at the first deployment, the second answers', async () => {
    const answer = await client.chat.completions.create(question('Hello?', 'nobody-listens'));
    assert.equal(answer.choices[0].message.content, 'Good day.');
    assert.equal(answer.model, 'nobody-listens');
  });

  test('all deployments are down: the last status, each tried once', async () => {
    const text = unique('[down]');
    const error = await failure(client.chat.completions.create(question(text, 'two-places-down')));
    assert.ok(error instanceof OpenAI.InternalServerError, `${error}`);
    assert.equal(error.status, 503);
    assertOpenAiShape(error);
    assert.equal((await requestsWith('first', text)).length, 1);
    assert.equal((await requestsWith('second', text)).length, 1);
  });

  test('a request the provider rejects is not taken elsewhere', async () => {
    const text = unique('[too long]');
    const error = await failure(client.chat.completions.create(question(text, 'two-places-picky')));
    assert.ok(error instanceof OpenAI.BadRequestError, `${error}`);
    assertOpenAiShape(error);
    assert.equal((await requestsWith('first', text)).length, 1);
    assert.equal((await requestsWith('second', text)).length, 0);
  });

  test('the client\'s own retry gets through when the only provider failed once', async () => {
    const patient = new OpenAI({ baseURL, apiKey: key, maxRetries: 1 });
    const answer = await patient.chat.completions.create(question('[fails once]'));
    assert.equal(answer.choices[0].message.content, 'Well again.');
  });
});

describe('openai-node: as a client of Azure', () => {
  const azure = options => new AzureOpenAI(
    { endpoint: gateway, apiKey: key, apiVersion: '2024-10-21', maxRetries: 0, timeout: 30_000, ...options });

  test('a deployment in the path is the model', async () => {
    const text = unique('Good morning, Azure');
    const answer = await azure({ deployment: 'gpt-4o' }).chat.completions.create(question(text, 'something else'));
    assert.equal(answer.choices[0].message.content, 'Good day.');
    assert.equal((await requestsWith('first', text))[0].path, '/v1/chat/completions');
  });

  test('the model of each request, in a stream', async () => {
    const { text } = await read(await azure().chat.completions.create({ ...question('[counted]', 'claude'), stream: true }));
    assert.equal(text, 'Größe 大きさ 🚦 in four chunks or more');
  });

  test('embeddings', async () => {
    const answer = await azure().embeddings.create({ model: 'text-embedding-3-small', input: 'a gate on a road' });
    assert.deepEqual([...answer.data[0].embedding], [0.5, -0.25, 0.125]);
  });

  test('a deployment nobody made', async () => {
    const error = await failure(azure().chat.completions.create(question('Anyone?', 'no-such-deployment')));
    assert.ok(error instanceof OpenAI.NotFoundError, `${error}`);
    assertOpenAiShape(error);
  });
});

// Google's client for JavaScript, with models of every kind of provider.
import { ApiError, GoogleGenAI } from '@google/genai';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { all, assertAskedAt, failure, gateway, key, places, RATE, unique } from './shared.mjs';
import { requestsWith } from './upstream.mjs';

const clientOf = (apiVersion, apiKey = key) => new GoogleGenAI(
  { apiKey, httpOptions: { baseUrl: gateway, apiVersion, retryOptions: { attempts: 1 }, timeout: 30_000 } });
const client = clientOf('v1beta');

const tools = [{ functionDeclarations: [
  { name: RATE.name, description: RATE.description, parametersJsonSchema: RATE.schema }] }];
const user = text => ({ role: 'user', parts: [{ text }] });

/** Asks in one piece, or for a stream whose pieces are put together. */
async function ask(request, stream, by = client) {
  if (!stream) {
    return by.models.generateContent(request);
  }
  const chunks = await all(await by.models.generateContentStream(request));
  const parts = chunks.flatMap(chunk => chunk.candidates?.[0]?.content?.parts ?? []);
  const last = chunks.at(-1);
  return {
    text: parts.filter(part => !part.thought).map(part => part.text ?? '').join(''),
    functionCalls: parts.filter(part => part.functionCall).map(part => part.functionCall),
    candidates: [{ ...last.candidates?.[0], content: { role: 'model', parts } }],
    usageMetadata: last.usageMetadata,
    modelVersion: last.modelVersion,
  };
}

/** Goes on with the results of the functions an answer calls. */
function withResults(request, answer) {
  const parts = answer.functionCalls.map(call => (
    { functionResponse: { id: call.id, name: call.name, response: { output: RATE.of(call.args) } } }));
  return { ...request, contents: [...request.contents, answer.candidates[0].content, { role: 'user', parts }] };
}

for (const place of places) {
  describe(`google-genai: a model of a provider that speaks ${place.dialect}`, () => {
    for (const stream of [false, true]) {
      const how = stream ? 'streamed' : 'in one piece';

      test(`answers, ${how}`, async () => {
        const text = unique('Good morning');
        const answer = await ask(
          { model: place.model, contents: text, config: { systemInstruction: 'Be brief.', temperature: 0.3 } }, stream);
        assert.equal(answer.text, 'Good day.');
        assert.equal(answer.candidates[0].finishReason, 'STOP');
        if (place.counts) {
          const { promptTokenCount, candidatesTokenCount, totalTokenCount } = answer.usageMetadata;
          assert.deepEqual([promptTokenCount, candidatesTokenCount, totalTokenCount], [9, 3, 12]);
        }
        const requests = await requestsWith(place.upstream, text);
        assertAskedAt(place, requests);
        assert.deepEqual(requests[0].body.messages.map(message => message.content), ['Be brief.', text]);
      });

      test(`the loop of call, result and answer, ${how}`, async () => {
        const text = unique('[exchange rate] of the euro in yuan?');
        const request = { model: place.model, contents: [user(text)], config: { tools } };
        const called = await ask(request, stream);
        assert.deepEqual(called.functionCalls.map(call => [call.name, call.args]), [[RATE.name, { from: 'EUR', to: 'CNY' }]]);
        const answer = await ask(withResults(request, called), stream);
        assert.equal(answer.text, 'One euro buys 8.1 yuan.');
        assertAskedAt(place, await requestsWith(place.upstream, text), 2);
      });

      test(`two calls at once after some text, ${how}`, async () => {
        const request = { model: place.model, contents: [user(unique('[two rates]'))], config: { tools } };
        const called = await ask(request, stream);
        assert.deepEqual(called.functionCalls.map(call => call.args.from), ['EUR', 'USD']);
        assert.equal((await ask(withResults(request, called), stream)).text, '8.1 and 7.1 yuan.');
      });

      test(`429 is a 429, ${how}`, async () => {
        const error = await failure(ask({ model: place.model, contents: '[busy]' }, stream));
        assert.ok(error instanceof ApiError, `${error}`);
        assert.equal(error.status, 429);
        assert.match(error.message, /RESOURCE_EXHAUSTED/);
      });

      test(`at the version v1, ${how}`, async () => {
        const answer = await ask({ model: place.model, contents: '[counted]' }, stream, clientOf('v1'));
        assert.equal(answer.text, 'Größe 大きさ 🚦 in four chunks or more');
      });
    }

    test('a stream comes in pieces', async () => {
      const chunks = await all(await client.models.generateContentStream({ model: place.model, contents: '[counted]' }));
      assert.ok(chunks.length > 4, `${chunks.length}`);
      assert.equal(chunks.filter(chunk => chunk.candidates?.[0]?.finishReason).length, 1);
    });

    test('a stream that breaks off has no finish reason', async () => {
      const seen = [];
      const error = await failure((async () => {
        for await (const chunk of await client.models.generateContentStream({ model: place.model, contents: '[cut]' })) {
          seen.push(chunk);
        }
      })());
      assert.ok(error instanceof Error);
      assert.ok(seen.length > 0, 'nothing arrived before the cut');
      assert.ok(seen.every(chunk => !chunk.candidates?.[0]?.finishReason), 'a finish reason in a cut stream');
    });
  });
}

describe('google-genai: thinking', () => {
  for (const place of places.filter(({ dialect }) => ['anthropic', 'gemini', 'bedrock'].includes(dialect))) {
    for (const stream of [false, true]) {
      test(`goes on over a function's result at a provider that speaks ${place.dialect}${stream ? ', streamed' : ''}`, async () => {
        const config = { tools, thinkingConfig: { includeThoughts: true, thinkingBudget: 1024 } };
        const request = { model: place.model, contents: [user(unique('[thoughtful rate]'))], config };
        const called = await ask(request, stream);
        const thoughts = called.candidates[0].content.parts.filter(part => part.thought);
        assert.equal(thoughts.map(part => part.text).join(''), 'I had better look it up.');
        assert.equal((await ask(withResults(request, called), stream)).text, 'One euro buys 8.1 yuan.');
      });
    }
  }
});

for (const version of ['v1', 'v1beta']) {
  describe(`google-genai: other endpoints and refusals at ${version}`, () => {
    const there = clientOf(version);

    test('embeddings of a provider that speaks openai', async () => {
      const answer = await there.models.embedContent({ model: 'text-embedding-3-small', contents: 'a gate on a road' });
      assert.deepEqual(answer.embeddings.map(embedding => embedding.values), [[0.5, -0.25, 0.125]]);
    });

    test('the list of models, and one', async () => {
      const names = (await all(await there.models.list())).map(model => model.name);
      assert.ok(names.includes('models/gemini') && names.includes('models/gpt-4o'), `${names}`);
      assert.equal((await there.models.get({ model: 'gemini' })).name, 'models/gemini');
    });

    test('a model nobody serves', async () => {
      for (const call of [
        () => there.models.get({ model: 'no-such-model' }),
        () => there.models.generateContent({ model: 'no-such-model', contents: 'Anyone?' }),
      ]) {
        const error = await failure(call());
        assert.equal(error.status, 404);
        assert.match(error.message, /NOT_FOUND/);
      }
    });

    test('a key nobody issued', async () => {
      const error = await failure(clientOf(version, 'sk-nobody-issued-this').models.generateContent(
        { model: 'gemini', contents: 'Let me in' }));
      assert.ok([400, 401, 403].includes(error.status), `${error}`);
      assert.match(error.message, /UNAUTHENTICATED|PERMISSION_DENIED|API_KEY_INVALID/);
    });
  });
}

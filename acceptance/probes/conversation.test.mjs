// A provider that keeps conversations itself, asked by clients that know nothing of it.
import { createOpenAI } from '@ai-sdk/openai';
import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import { ChatOpenAI } from '@langchain/openai';
import { generateText, streamText } from 'ai';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import OpenAI from 'openai';
import { all, failure, gateway, key, RATE, unique } from './shared.mjs';
import { talksJournal } from './upstream.mjs';

const baseURL = `${gateway}/v1`;
const model = 'talk';
const openai = new OpenAI({ baseURL, apiKey: key, maxRetries: 0, timeout: 30_000 });
const anthropic = new Anthropic({ baseURL: gateway, apiKey: key, maxRetries: 0, timeout: 30_000 });
const gemini = new GoogleGenAI(
  { apiKey: key, httpOptions: { baseUrl: gateway, apiVersion: 'v1beta', retryOptions: { attempts: 1 }, timeout: 30_000 } });
const aiSdk = createOpenAI({ baseURL, apiKey: key });
const langchain = useResponsesApi => new ChatOpenAI(
  { model, useResponsesApi, apiKey: key, maxRetries: 0, configuration: { baseURL } });

const user = text => [{ role: 'user', content: text }];
const parts = (items, text) => items.map(text).filter(part => part);

/** Each gives the pieces of the text; one piece when it is not streamed. */
const clients = {
  'openai-node': {
    whole: async text => (await openai.chat.completions.create({ model, messages: user(text) })).choices[0].message.content,
    pieces: async text => parts(await all(await openai.chat.completions.create({ model, messages: user(text), stream: true })),
      chunk => chunk.choices[0]?.delta?.content),
  },
  'openai-node, the Responses API': {
    whole: async text => (await openai.responses.create({ model, input: text })).output_text,
    pieces: async text => parts(await all(await openai.responses.create({ model, input: text, stream: true })),
      event => event.type === 'response.output_text.delta' && event.delta),
  },
  'anthropic-node': {
    whole: async text => (await anthropic.messages.create({ model, max_tokens: 99, messages: user(text) })).content[0].text,
    pieces: async text => parts(await all(await anthropic.messages.create(
      { model, max_tokens: 99, messages: user(text), stream: true })), event => event.delta?.text),
  },
  'google-genai': {
    whole: async text => (await gemini.models.generateContent({ model, contents: text })).text,
    pieces: async text => parts(await all(await gemini.models.generateContentStream({ model, contents: text })),
      chunk => chunk.text),
  },
  'ai-sdk': {
    whole: async text => (await generateText({ model: aiSdk(model), prompt: text, maxRetries: 0 })).text,
    pieces: async text => {
      let failed;
      const { textStream } = streamText(
        { model: aiSdk(model), prompt: text, maxRetries: 0, onError: ({ error }) => { failed = error; } });
      const pieces = parts(await all(textStream), piece => piece);
      if (failed) {
        throw failed;
      }
      return pieces;
    },
  },
  langchain: {
    whole: async text => (await langchain(false).invoke(text)).text,
    pieces: async text => parts(await all(await langchain(false).stream(text)), chunk => chunk.text),
  },
  'langchain, the Responses API': {
    whole: async text => (await langchain(true).invoke(text)).text,
    pieces: async text => parts(await all(await langchain(true).stream(text)), chunk => chunk.text),
  },
};

for (const [name, { whole, pieces }] of Object.entries(clients)) {
  describe(`conversations: ${name}`, () => {
    test('a text', async () => {
      assert.equal(await whole('Good morning'), 'Good day.');
    });

    test('a stream comes in pieces', async () => {
      const said = await pieces('[counted]');
      assert.equal(said.join(''), 'Größe 大きさ 🚦 in four chunks or more');
      assert.ok(said.length > 3, `${said.length}`);
    });

    test('429 is a 429', async () => {
      for (const ask of [whole, pieces]) {
        const error = await failure(ask('[busy]'));
        assert.equal(error.status ?? error.statusCode, 429, `${error}`);
      }
    });

    test('a stream that breaks off is an error', async () => {
      await failure(pieces('[cut]'));
    });
  });
}

describe('conversations: what the provider sees', () => {
  test('a conversation of its own for each chat, in the project of the token', async () => {
    const text = unique('How are you?');
    await openai.chat.completions.create({ model, messages: user(text) });
    await openai.chat.completions.create({ model, messages: user(text) });
    const journal = await talksJournal();
    const messages = journal.filter(({ body }) => body?.content === text);
    const ids = messages.map(({ path }) => path.split('/')[2]);
    assert.equal(new Set(ids).size, 2);
    const chats = journal.filter(({ path, body }) => path === '/chat' && ids.includes(body.conversationId));
    assert.deepEqual(chats.map(({ body }) => body.mode), ['Talk v1.5-Default', 'Talk v1.5-Default']);
    for (const { headers } of chats) {
      assert.match(headers.referer, /\/project\/project-of-the-token\/conversation\//);
    }
  });

  test('several messages as one text', async () => {
    const text = unique('And then?');
    await anthropic.messages.create({ model, max_tokens: 99, system: 'Be brief.', messages: [
      ...user('How are you?'), { role: 'assistant', content: 'Well.' }, ...user(text)] });
    const [{ body }] = (await talksJournal()).filter(entry => entry.body?.content?.includes(text));
    assert.equal(body.content, `System: Be brief.\nUser: How are you?\nAssistant: Well.\nUser: ${text}`);
  });

  test('a tool is refused, and nothing is asked', async () => {
    const text = unique('[exchange rate]');
    const schema = { name: RATE.name, description: RATE.description };
    const calls = [
      () => openai.chat.completions.create({ model, messages: user(text), tools: [
        { type: 'function', function: { ...schema, parameters: RATE.schema } }] }),
      () => anthropic.messages.create(
        { model, max_tokens: 9, messages: user(text), tools: [{ ...schema, input_schema: RATE.schema }] }),
      () => gemini.models.generateContent({ model, contents: text, config: { tools: [
        { functionDeclarations: [{ ...schema, parametersJsonSchema: RATE.schema }] }] } }),
    ];
    for (const call of calls) {
      assert.equal((await failure(call())).status, 400);
    }
    assert.ok(!JSON.stringify(await talksJournal()).includes(text));
  });

  test('a token nobody has is not the client\'s fault', async () => {
    const error = await failure(openai.chat.completions.create({ model: 'talk-stranger', messages: user('Let me in') }));
    assert.deepEqual([error.status, error.code], [502, 'upstream_auth_error']);
  });
});

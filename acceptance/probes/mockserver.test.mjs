// The same clients with MockServer as the provider: an implementation of the APIs by somebody else.
// It closes the connection after each stream without having said so. The gateway sends nothing twice, so the call that
// finds the connection closed fails; the clients try again, as they do out of the box.
import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import OpenAI, { AzureOpenAI } from 'openai';
import { received } from './mockserver.mjs';
import { all, gateway, key, mocked, RATE, unique } from './shared.mjs';

const openai = new OpenAI({ baseURL: `${gateway}/v1`, apiKey: key, maxRetries: 2, timeout: 30_000 });
const anthropic = new Anthropic({ baseURL: gateway, apiKey: key, maxRetries: 2, timeout: 30_000 });
const gemini = new GoogleGenAI(
  { apiKey: key, httpOptions: { baseUrl: gateway, apiVersion: 'v1beta', retryOptions: { attempts: 3 }, timeout: 30_000 } });

const azure = model => new AzureOpenAI(
  { endpoint: gateway, apiKey: key, apiVersion: '2024-10-21', deployment: model, maxRetries: 2, timeout: 30_000 });
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

const messages = text => [{ role: 'user', content: text }];
const said = answer => answer.choices[0].message.content;

for (const model of mocked) {
  describe(`MockServer: ${model}`, () => {
    for (const stream of [false, true]) {
      const how = stream ? 'streamed' : 'in one piece';

      test(`openai-node, ${how}`, async () => {
        const request = { model, messages: messages('Good morning') };
        const answer = stream
          ? await openai.chat.completions.stream({ ...request, stream_options: { include_usage: true } }).finalChatCompletion()
          : await openai.chat.completions.create(request);
        assert.equal(said(answer), 'Good day from MockServer.');
        assert.equal(answer.model, model);
        assert.equal(answer.choices[0].finish_reason, 'stop');
        if (!stream || model !== 'mock-gpt') {
          assert.deepEqual([answer.usage.prompt_tokens, answer.usage.completion_tokens], [23, 5]);
        }
      });

      test(`openai-node, the loop of call, result and answer, ${how}`, async () => {
        const calls = [];
        const runner = openai.chat.completions.runTools({ model, stream, messages: messages(unique('[exchange rate]')), tools: [{
          type: 'function',
          function: {
            name: RATE.name,
            description: RATE.description,
            parameters: RATE.schema,
            parse: JSON.parse,
            function: async wanted => (calls.push(wanted), RATE.of(wanted)),
          },
        }] });
        assert.equal(await runner.finalContent(), 'One euro buys 8.1 yuan.');
        assert.deepEqual(calls, [{ from: 'EUR', to: 'CNY' }]);
      });

      test(`openai-node, the Responses API, ${how}`, async () => {
        let answer = await openai.responses.create({ model, input: 'Good morning', stream });
        let text = answer.output_text;
        if (stream) {
          const events = await all(answer);
          text = events.filter(event => event.type === 'response.output_text.delta').map(event => event.delta).join('');
          answer = events.at(-1).response;
        }
        assert.equal(text, 'Good day from MockServer.');
        assert.equal(answer.status, 'completed');
        assert.equal(answer.model, model);
      });

      test(`openai-node, the Responses API, two steps with a tool, ${how}`, async () => {
        const tools = [{ type: 'function', name: RATE.name, description: RATE.description, parameters: RATE.schema, strict: true }];
        const ask = async input => {
          if (!stream) {
            return (await openai.responses.create({ model, input, tools, store: false })).output;
          }
          const events = await all(await openai.responses.create({ model, input, tools, store: false, stream }));
          return events.filter(event => event.type === 'response.output_item.done').map(event => event.item);
        };
        const input = [{ role: 'user', content: unique('[exchange rate]') }];
        const output = await ask(input);
        const [call] = output.filter(item => item.type === 'function_call');
        assert.deepEqual([call.name, JSON.parse(call.arguments)], [RATE.name, { from: 'EUR', to: 'CNY' }]);
        const result = { type: 'function_call_output', call_id: call.call_id, output: '8.1' };
        const answer = await ask([...input, ...output, result]);
        assert.equal(answer.at(-1).content[0].text, 'One euro buys 8.1 yuan.');
      });

      test(`openai-node as a client of Azure, ${how}`, async () => {
        const request = { messages: messages('Good morning') };
        const { chat } = azure(model);
        const answer = await (stream
          ? chat.completions.stream({ model, ...request }).finalChatCompletion()
          : chat.completions.create({ model, ...request }));
        assert.equal(said(answer), 'Good day from MockServer.');
      });

      test(`anthropic-node, ${how}`, async () => {
        const request = { model, max_tokens: 100, messages: messages('Good morning') };
        const answer = await (stream ? anthropic.messages.stream(request).finalMessage() : anthropic.messages.create(request));
        assert.deepEqual(answer.content.map(block => block.text), ['Good day from MockServer.']);
        assert.equal(answer.stop_reason, 'end_turn');
        assert.equal(answer.model, model);
      });

      test(`anthropic-node, two steps with a tool, ${how}`, async () => {
        const request = {
          model,
          max_tokens: 100,
          messages: messages(unique('[exchange rate]')),
          tools: [{ name: RATE.name, description: RATE.description, input_schema: RATE.schema }],
        };
        const ask = () => (stream ? anthropic.messages.stream(request).finalMessage() : anthropic.messages.create(request));
        const called = await ask();
        assert.equal(called.stop_reason, 'tool_use');
        const [call] = called.content.filter(block => block.type === 'tool_use');
        assert.deepEqual([call.name, call.input], [RATE.name, { from: 'EUR', to: 'CNY' }]);
        request.messages.push({ role: 'assistant', content: called.content });
        request.messages.push({ role: 'user', content: [{ type: 'tool_result', tool_use_id: call.id, content: '8.1' }] });
        assert.equal((await ask()).content.at(-1).text, 'One euro buys 8.1 yuan.');
      });

      test(`google-genai, ${how}`, async () => {
        const request = { model, contents: 'Good morning' };
        let text = '';
        if (stream) {
          for await (const chunk of await gemini.models.generateContentStream(request)) {
            text += chunk.text ?? '';
          }
        } else {
          text = (await gemini.models.generateContent(request)).text;
        }
        assert.equal(text, 'Good day from MockServer.');
      });

      test(`google-genai, two steps with a function, ${how}`, async () => {
        const ask = async contents => {
          const request = { model, contents, config: { tools: [{ functionDeclarations: [
            { name: RATE.name, description: RATE.description, parametersJsonSchema: RATE.schema }] }] } };
          const answers = stream
            ? await all(await gemini.models.generateContentStream(request))
            : [await gemini.models.generateContent(request)];
          return answers.flatMap(answer => answer.candidates?.[0]?.content?.parts ?? []);
        };
        const contents = [{ role: 'user', parts: [{ text: unique('[exchange rate]') }] }];
        const parts = await ask(contents);
        const [{ functionCall: call }] = parts.filter(part => part.functionCall);
        assert.deepEqual([call.name, call.args], [RATE.name, { from: 'EUR', to: 'CNY' }]);
        contents.push({ role: 'model', parts });
        contents.push({ role: 'user', parts: [
          { functionResponse: { id: call.id, name: call.name, response: { output: '8.1' } } }] });
        assert.equal((await ask(contents)).map(part => part.text ?? '').join(''), 'One euro buys 8.1 yuan.');
      });
    }
  });
}

describe('MockServer: what only some providers do', () => {
  for (const model of ['mock-claude', 'mock-gemini']) {
    test(`tokens are counted by ${model}`, async () => {
      assert.equal((await anthropic.messages.countTokens({ model, messages: messages('How long is this?') })).input_tokens, 17);
      assert.equal((await gemini.models.countTokens({ model, contents: 'How long is this?' })).totalTokens, 17);
    });
  }

  test('several embeddings of Gemini', async () => {
    const vectors = [[0.5, -0.25, 0.125], [0.25, 0.5, -1]];
    const answer = await openai.embeddings.create({ model: 'mock-gemini', input: ['a gate', 'a road'] });
    assert.deepEqual(answer.data.map(({ embedding }) => [...embedding]), vectors);
    const native = await gemini.models.embedContent({ model: 'mock-gemini', contents: ['a gate', 'a road'] });
    assert.deepEqual(native.embeddings.map(embedding => embedding.values), vectors);
  });

  test('embeddings are asked for as base64, which the client reads', async () => {
    const text = unique('a gate');
    const answer = await openai.embeddings.create({ model: 'mock-gpt', input: text });
    assert.deepEqual([...answer.data[0].embedding], [0.5, -0.25, 0.125]);
    assert.equal((await received(text))[0].encoding_format, 'base64');
  });

  test('a response the provider keeps is read again', async () => {
    const { id } = await openai.responses.create({ model: 'mock-gpt', input: 'Remember this' });
    const kept = await openai.responses.retrieve(id);
    assert.equal(kept.output_text, 'Kept.');
    assert.equal(kept.model, 'mock-gpt');
  });

  test('what was read from a cache, as each client counts it', async () => {
    const { usage } = await openai.chat.completions.create({ model: 'mock-claude', messages: messages('[cached]') });
    assert.deepEqual([usage.prompt_tokens, usage.completion_tokens, usage.total_tokens], [110, 6, 116]);
    assert.equal(usage.prompt_tokens_details.cached_tokens, 80);
    const native = await anthropic.messages.create({ model: 'mock-claude', max_tokens: 100, messages: messages('[cached]') });
    assert.deepEqual([native.usage.input_tokens, native.usage.cache_read_input_tokens], [10, 80]);
    const { usageMetadata } = await gemini.models.generateContent({ model: 'mock-claude', contents: '[cached]' });
    assert.deepEqual([usageMetadata.promptTokenCount, usageMetadata.cachedContentTokenCount], [110, 80]);
  });

  test('an image arrives where each API has it', async () => {
    const pieces = {
      'mock-gpt': body => body.messages[0].content[1].image_url.url.split(',')[1],
      'mock-claude': body => body.messages[0].content[1].source.data,
      'mock-gemini': body => body.contents[0].parts[1].inlineData.data,
    };
    for (const [model, piece] of Object.entries(pieces)) {
      const asks = {
        openai: text => openai.chat.completions.create({ model, messages: [{ role: 'user', content: [
          { type: 'text', text },
          { type: 'image_url', image_url: { url: `data:image/png;base64,${PIXEL}` } }] }] }),
        anthropic: text => anthropic.messages.create({ model, max_tokens: 9, messages: [{ role: 'user', content: [
          { type: 'text', text },
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PIXEL } }] }] }),
        gemini: text => gemini.models.generateContent({ model, contents: [
          { role: 'user', parts: [{ text }, { inlineData: { mimeType: 'image/png', data: PIXEL } }] }] }),
      };
      for (const [client, ask] of Object.entries(asks)) {
        const text = unique('What is this?');
        await ask(text);
        const [body, ...others] = await received(text);
        assert.deepEqual([piece(body), others], [PIXEL, []], `${client}, ${model}`);
      }
    }
  });
});

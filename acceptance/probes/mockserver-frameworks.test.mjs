// Vercel's AI SDK and LangChain with MockServer as the provider.
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { HumanMessage } from '@langchain/core/messages';
import { tool as langchainTool } from '@langchain/core/tools';
import { ChatOpenAI } from '@langchain/openai';
import { generateText, jsonSchema, stepCountIs, streamText, tool } from 'ai';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { again, all, gateway, key, mocked, RATE, unique } from './shared.mjs';

const baseURL = `${gateway}/v1`;
const openai = createOpenAI({ baseURL, apiKey: key, fetch: again });
const compatible = createOpenAICompatible({ name: 'tollgate', baseURL, apiKey: key, fetch: again });
const anthropic = createAnthropic({ baseURL, apiKey: key, fetch: again });
const kinds = {
  '@ai-sdk/openai': model => openai(model),
  '@ai-sdk/openai, chat': model => openai.chat(model),
  '@ai-sdk/openai-compatible': model => compatible(model),
  '@ai-sdk/anthropic': model => anthropic(model),
};

/** Generates in one piece or as a stream; either way the text and the steps, or the error it ends in. */
async function generate(stream, request) {
  if (!stream) {
    return generateText({ maxRetries: 0, ...request });
  }
  let failed;
  const result = streamText({ maxRetries: 0, ...request, onError: ({ error }) => { failed = error; } });
  await result.consumeStream();
  if (failed) {
    throw failed;
  }
  return { text: await result.text, steps: await result.steps };
}

for (const [kind, of] of Object.entries(kinds)) {
  describe(`MockServer: ${kind}`, () => {
    for (const model of mocked) {
      for (const stream of [false, true]) {
        const how = `of ${model}, ${stream ? 'streamed' : 'in one piece'}`;

        test(`a text ${how}`, async () => {
          const { text } = await generate(stream, { model: of(model), prompt: 'Good morning' });
          assert.equal(text, 'Good day from MockServer.');
        });

        test(`two steps with a tool ${how}`, async () => {
          const calls = [];
          const tools = { [RATE.name]: tool({
            description: RATE.description,
            inputSchema: jsonSchema(RATE.schema),
            execute: async wanted => (calls.push(wanted), RATE.of(wanted)),
          }) };
          const { text, steps } = await generate(stream,
            { model: of(model), prompt: unique('[exchange rate]'), tools, stopWhen: stepCountIs(3) });
          assert.equal(text, 'One euro buys 8.1 yuan.');
          assert.equal(steps.length, 2);
          assert.deepEqual(calls, [{ from: 'EUR', to: 'CNY' }]);
        });
      }
    }
  });
}

for (const useResponsesApi of [false, true]) {
  describe(`MockServer: langchain, ${useResponsesApi ? 'the Responses API' : 'chat completions'}`, () => {
    for (const model of mocked) {
      const chat = new ChatOpenAI({ model, useResponsesApi, apiKey: key, maxRetries: 0, configuration: { baseURL, fetch: again } });

      test(`invoke ${model}`, async () => {
        assert.equal((await chat.invoke('Good morning')).text, 'Good day from MockServer.');
      });

      test(`stream of ${model}`, async () => {
        const chunks = await all(await chat.stream('Good morning'));
        assert.equal(chunks.map(chunk => chunk.text).join(''), 'Good day from MockServer.');
      });

      for (const stream of [false, true]) {
        test(`two steps with a tool of ${model}, ${stream ? 'streamed' : 'in one piece'}`, async () => {
          const rate = langchainTool(RATE.of,
            { name: RATE.name, description: RATE.description, schema: z.object({ from: z.string(), to: z.string() }) });
          const able = chat.bindTools([rate]);
          const ask = async messages => (stream
            ? (await all(await able.stream(messages))).reduce((sum, chunk) => sum.concat(chunk))
            : able.invoke(messages));
          const messages = [new HumanMessage(unique('[exchange rate]'))];
          const called = await ask(messages);
          assert.deepEqual(called.tool_calls.map(call => [call.name, call.args]), [[RATE.name, { from: 'EUR', to: 'CNY' }]]);
          const answer = await ask([...messages, called, await rate.invoke(called.tool_calls[0])]);
          assert.equal(answer.text, 'One euro buys 8.1 yuan.');
        });
      }
    }
  });
}

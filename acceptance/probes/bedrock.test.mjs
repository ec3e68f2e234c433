// Amazon Bedrock as the provider: what the door in front of it lets in, and what is its own.
import Anthropic from '@anthropic-ai/sdk';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import OpenAI from 'openai';
import { failure, gateway, key, textOf, all, unique } from './shared.mjs';
import { requestsWith } from './upstream.mjs';

const openai = new OpenAI({ baseURL: `${gateway}/v1`, apiKey: key, maxRetries: 0, timeout: 30_000 });
const anthropic = new Anthropic({ baseURL: gateway, apiKey: key, maxRetries: 0, timeout: 30_000 });
const question = (model, text) => ({ model, messages: [{ role: 'user', content: text }] });

describe('Bedrock', () => {
  for (const [model, how] of [
    ['amazon-nova', 'signed with an access key'],
    ['amazon-session', 'signed with a session\'s access key and its token'],
    ['amazon-key', 'with an API key'],
  ]) {
    test(`${how}`, async () => {
      const text = unique('Good morning');
      const answer = await openai.chat.completions.create(question(model, text));
      assert.equal(answer.choices[0].message.content, 'Good day.');
      assert.equal(answer.model, model);
      assert.deepEqual([answer.usage.prompt_tokens, answer.usage.completion_tokens], [9, 3]);
      const [{ path, body }, ...others] = await requestsWith('first', text);
      assert.deepEqual([path, body.stream, others], ['/model/amazon.nova-lite-v1%3A0/converse', false, []]);
    });

    test(`${how}, streamed`, async () => {
      const text = unique('[counted]');
      const chunks = await all(await openai.chat.completions.create(
        { ...question(model, text), stream: true, stream_options: { include_usage: true } }));
      assert.equal(textOf(chunks), 'Größe 大きさ 🚦 in four chunks or more');
      assert.ok(chunks.length > 4, `${chunks.length}`);
      assert.equal(chunks.at(-1).usage.total_tokens, 245);
      const [{ path }] = await requestsWith('first', text);
      assert.equal(path, '/model/amazon.nova-lite-v1%3A0/converse-stream');
    });
  }

  test('another\'s signature is not let in, which is not the client\'s fault', async () => {
    const text = unique('Let me in');
    const error = await failure(openai.chat.completions.create(question('amazon-stranger', text)));
    assert.equal(error.status, 502, `${error}`);
    assert.equal(error.code, 'upstream_auth_error');
    const native = await failure(anthropic.messages.create({ ...question('amazon-stranger', text), max_tokens: 9 }));
    assert.ok(native instanceof Anthropic.InternalServerError, `${native}`);
    assert.deepEqual(await requestsWith('first', text), []);
  });
});

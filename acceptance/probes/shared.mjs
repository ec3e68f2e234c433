// What the probes of all clients have in common.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

export const gateway = process.env.GATEWAY;
export const key = process.env.CLIENT_KEY;

/**
 * A model for each dialect that providers speak.
 * @param upstream who is asked in the end, at which paths and for which model
 * @param counts whether the upstream tells how many tokens it took
 */
export const places = [
  { dialect: 'openai', model: 'gpt-4o', upstream: 'first', path: /^\/v1\/chat\/completions$/, called: 'gpt-4o', counts: true },
  { dialect: 'anthropic', model: 'claude', upstream: 'first', path: /^\/v1\/messages$/, called: 'claude-sonnet-4-5-20250929', counts: true },
  { dialect: 'gemini', model: 'gemini', upstream: 'second', path: /^\/v1beta\/models\/gemini-2\.5-flash:/, called: 'gemini-2.5-flash', counts: true },
  { dialect: 'responses', model: 'replies', upstream: 'second', path: /^\/v1\/responses$/, called: 'gpt-5', counts: true },
  { dialect: 'ollama', model: 'llama', upstream: 'first', path: /^\/api\/chat$/, called: 'llama3.2:3b', counts: false },
  { dialect: 'bedrock', model: 'amazon', upstream: 'first', path: /^\/model\/us\.anthropic\.[^/]+\/converse(-stream)?$/, called: 'us.anthropic.claude-sonnet-4-5-20250929-v1%3A0', counts: true },
];

/** A model for each dialect in which MockServer answers. */
export const mocked = ['mock-gpt', 'mock-claude', 'mock-gemini', 'mock-replies', 'mock-llama'];

/** A tool, and what it gives. */
export const RATE = {
  name: 'exchange_rate',
  description: 'The price of one unit of a currency in another',
  schema: {
    type: 'object',
    properties: { from: { type: 'string' }, to: { type: 'string' } },
    required: ['from', 'to'],
    additionalProperties: false,
  },
  of: ({ from }) => (from === 'EUR' ? '8.1' : '7.1'),
};

export const unique = text => `${text} ${randomUUID()}`;

/**
 * A fetch that asks again, at once, when the gateway could not reach the provider; for clients that would wait seconds
 * before they try again.
 */
export async function again(url, request) {
  let answer = await fetch(url, request);
  for (let more = 2; more > 0 && answer.status === 502; more--) {
    answer = await fetch(url, request);
  }
  return answer;
}

/** The error a call ends in; a call that succeeds fails the probe. */
export async function failure(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return assert.fail('the call succeeded');
}

/** Asserts that an error says when to ask again: in 13 seconds by the provider's word, of which some may be over. */
export function assertBusyForLong(retryAfter) {
  assert.match(`${retryAfter}`, /^\d+$/);
  assert.ok(Number(retryAfter) >= 1 && Number(retryAfter) <= 13, `Retry-After: ${retryAfter}`);
}

/** All that an iteration yields. */
export async function all(iterable) {
  const items = [];
  for await (const item of iterable) {
    items.push(item);
  }
  return items;
}

/** The text of chunks of OpenAI's chat completions. */
export const textOf = chunks => chunks.map(chunk => chunk.choices[0]?.delta?.content ?? '').join('');

/** Asserts that the requests that hold a text went to a place, and only there. */
export function assertAskedAt(place, requests, count = 1) {
  assert.equal(requests.length, count);
  for (const { path, body } of requests) {
    assert.match(path, place.path);
    assert.equal(body.model, place.called);
  }
}

// What MockServer is to answer, and what it was asked.
import { PROVIDER_KEYS } from '../settings.mjs';
import { json, matching, responses } from './mockserver-responses.mjs';
import { RATE } from './shared.mjs';

const USAGE = { inputTokens: 23, outputTokens: 5 };

/** The APIs it stands for; only requests that carry the provider's key in the right place are answered. */
const APIS = [
  { provider: 'OPENAI', header: 'authorization', key: `Bearer ${PROVIDER_KEYS.mock}`, path: () => '/v1/chat/completions' },
  { provider: 'ANTHROPIC', header: 'x-api-key', key: PROVIDER_KEYS.mock, path: () => '/v1/messages' },
  {
    provider: 'GEMINI',
    header: 'x-goog-api-key',
    key: PROVIDER_KEYS.mock,
    path: stream => `/v1beta/models/gemini-2.5-flash:${stream ? 'streamGenerateContent' : 'generateContent'}`,
  },
  { provider: 'OLLAMA', header: 'authorization', key: `Bearer ${PROVIDER_KEYS.mock}`, path: () => '/api/chat' },
];

const COMPLETIONS = [
  { name: 'result', when: { containsToolResultFor: RATE.name }, says: { text: 'One euro buys 8.1 yuan.' } },
  {
    name: 'call',
    when: { latestMessageContains: '[exchange rate]' },
    says: { toolCalls: [{ name: RATE.name, arguments: '{"from":"EUR","to":"CNY"}' }] },
  },
  { name: 'text', when: undefined, says: { text: 'Good day from MockServer.' } },
];

const PLAIN = {
  'POST /v1/messages/count_tokens': { input_tokens: 17 },
  'POST /v1beta/models/gemini-2.5-flash:countTokens': { totalTokens: 17 },
  'POST /v1beta/models/gemini-2.5-flash:batchEmbedContents': {
    embeddings: [{ values: [0.5, -0.25, 0.125] }, { values: [0.25, 0.5, -1] }],
  },
  'POST /v1/embeddings': {
    object: 'list',
    data: [{ object: 'embedding', index: 0, embedding: 'AAAAPwAAgL4AAAA+' }],
    model: 'gpt-4o',
    usage: { prompt_tokens: 4, total_tokens: 4 },
  },
  'GET /v1/responses/resp_.*': {
    id: 'resp_kept',
    object: 'response',
    created_at: 1,
    status: 'completed',
    model: 'gpt-4o',
    output: [{
      type: 'message',
      id: 'msg_1',
      role: 'assistant',
      status: 'completed',
      content: [{ type: 'output_text', text: 'Kept.', annotations: [] }],
    }],
  },
};

/** An answer with what a provider bills in particular. */
const CACHED = {
  id: 'msg_cached',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-4-5',
  content: [{ type: 'text', text: 'Read before.' }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 10, cache_read_input_tokens: 80, cache_creation_input_tokens: 20, output_tokens: 6 },
};

function completions() {
  return APIS.flatMap(api => [false, true].flatMap(streaming => COMPLETIONS.map(({ name, when, says }, index) => ({
    id: `${api.provider} ${streaming} ${name}`,
    priority: 20 - 5 * index + (streaming ? 1 : 0),
    httpRequest: {
      method: 'POST',
      path: api.path(streaming),
      headers: { [api.header]: [api.key] },
      ...(streaming && api.provider !== 'GEMINI' ? { body: holding({ stream: true }) } : {}),
    },
    httpLlmResponse: {
      provider: api.provider,
      model: 'mocked',
      completion: { usage: USAGE, streaming, ...says },
      ...(when ? { conversationPredicates: when } : {}),
    },
  }))));
}

function plain() {
  return Object.entries(PLAIN).map(([place, answer]) => {
    const [method, path] = place.split(' ');
    return { id: place, priority: 30, httpRequest: { method, path }, httpResponse: json(answer) };
  });
}

const holding = part => ({ type: 'JSON', json: JSON.stringify(part), matchType: 'ONLY_MATCHING_FIELDS' });

async function tell(url, path, body) {
  const answer = await fetch(`${url}/mockserver/${path}`, { method: 'PUT', body: JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) {
    throw new Error(`MockServer answered ${answer.status}: ${text}`);
  }
  return text;
}

export async function teach(url) {
  const cached = {
    id: 'cached',
    priority: 40,
    httpRequest: { method: 'POST', path: '/v1/messages', body: matching('\\[cached]') },
    httpResponse: json(CACHED),
  };
  await tell(url, 'expectation', [...completions(), ...responses(), ...plain(), cached]);
}

/** All requests it received. */
export async function requests() {
  return JSON.parse(await tell(process.env.MOCK_UPSTREAM, 'retrieve?type=REQUESTS&format=JSON', {}));
}

/** The bodies of the requests that hold a text, as they came. */
export async function received(text) {
  return (await requests()).map(request => request.body?.json ?? request.body).filter(body => JSON.stringify(body ?? '').includes(text));
}

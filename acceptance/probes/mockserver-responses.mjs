// What MockServer is to answer where it stands for OpenAI's Responses API, written out: what it makes of that API by
// itself lacks members that clients insist on, such as `annotations` and `call_id`.
import { PROVIDER_KEYS } from '../settings.mjs';
import { RATE } from './shared.mjs';

const CALL = {
  type: 'function_call',
  id: 'fc_1',
  call_id: 'call_1',
  name: RATE.name,
  arguments: '{"from":"EUR","to":"CNY"}',
  status: 'completed',
};

/** A body in which all patterns are found. */
export const matching = (...patterns) => ({ type: 'REGEX', regex: `(?s)${patterns.map(pattern => `(?=.*${pattern})`).join('')}.*` });
export const json = answer => ({ statusCode: 200, headers: { 'content-type': ['application/json'] }, body: JSON.stringify(answer) });

export function responses() {
  const answers = [
    { name: 'result', when: 'function_call_output', item: message('One euro buys 8.1 yuan.') },
    { name: 'call', when: '\\[exchange rate]', item: CALL },
    { name: 'text', when: '', item: message('Good day from MockServer.') },
  ];
  return answers.flatMap(({ name, when, item }, index) => [false, true].map(streaming => ({
    id: `response ${streaming} ${name}`,
    priority: 20 - 5 * index + (streaming ? 1 : 0),
    httpRequest: {
      method: 'POST',
      path: '/v1/responses',
      headers: { authorization: [`Bearer ${PROVIDER_KEYS.mock}`] },
      body: matching(when, ...(streaming ? ['"stream"\\s*:\\s*true'] : [])),
    },
    ...(streaming ? { httpSseResponse: events(item) } : { httpResponse: json(response(item)) }),
  })));
}

const message = text => ({
  type: 'message',
  id: 'msg_1',
  role: 'assistant',
  status: 'completed',
  content: [{ type: 'output_text', text, annotations: [], logprobs: [] }],
});

const response = (...output) => ({
  id: 'resp_1',
  object: 'response',
  created_at: 1,
  status: 'completed',
  model: 'mocked',
  output,
  error: null,
  incomplete_details: null,
  instructions: null,
  metadata: {},
  parallel_tool_calls: true,
  temperature: 1,
  tool_choice: 'auto',
  tools: [],
  top_p: 1,
  usage: {
    input_tokens: 23,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: 5,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: 28,
  },
});

/** The stream of a response of one item, and the end of the connection, as after MockServer's own streams. */
function events(item) {
  const begun = { ...response(), status: 'in_progress', usage: null };
  const at = { output_index: 0, item_id: item.id };
  const all = [
    { type: 'response.created', response: begun },
    { type: 'response.in_progress', response: begun },
    ...(item.type === 'message' ? ofMessage(item, at) : ofCall(item, at)),
    { type: 'response.output_item.done', output_index: 0, item },
    { type: 'response.completed', response: response(item) },
  ];
  return {
    statusCode: 200,
    events: all.map((event, index) => (
      { event: event.type, data: JSON.stringify({ ...event, sequence_number: index }) })),
    closeConnection: true,
  };
}

function ofMessage(item, { output_index, item_id }) {
  const [part] = item.content;
  const at = { output_index, item_id, content_index: 0 };
  return [
    { type: 'response.output_item.added', output_index, item: { ...item, status: 'in_progress', content: [] } },
    { type: 'response.content_part.added', ...at, part: { ...part, text: '' } },
    ...part.text.split(/(?= )/).map(delta => ({ type: 'response.output_text.delta', ...at, delta, logprobs: [] })),
    { type: 'response.output_text.done', ...at, text: part.text, logprobs: [] },
    { type: 'response.content_part.done', ...at, part },
  ];
}

function ofCall(item, at) {
  return [
    { type: 'response.output_item.added', output_index: 0, item: { ...item, status: 'in_progress', arguments: '' } },
    { type: 'response.function_call_arguments.delta', ...at, delta: item.arguments },
    { type: 'response.function_call_arguments.done', ...at, arguments: item.arguments },
  ];
}

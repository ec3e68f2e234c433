// A provider that keeps conversations itself: one is opened in a project, takes a text, and is then asked for its answer.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { json } from 'node:stream/consumers';
import { serve } from '../processes.mjs';

const PROJECT = 'project-of-the-token';
const PIECES = ['Größe ', '大きさ ', '🚦 in', ' four', ' chunks', ' or more'];

/** What it says to a text; the marker in it picks the behaviour. */
const ANSWERS = [
  { marker: '[counted]', pieces: PIECES, line: piece => `message\t${piece}\t\n` },
  { marker: '[cut]', pieces: ['These words ', 'stop short'], cut: true },
  { marker: '', pieces: ['Good ', 'day.'] },
];

/** Answers to whoever has the token, and keeps a journal of all that was asked of it. */
export function startTalks(token) {
  const journal = [];
  const texts = new Map();

  return serve(async (incoming, outgoing) => {
    const { method, url: path, headers } = incoming;
    const say = (status, answer, more = {}) => {
      outgoing.writeHead(status, { 'content-type': 'application/json', ...more });
      outgoing.end(JSON.stringify(answer));
    };
    if (path === '/journal') {
      say(200, journal);
      return;
    }
    const body = method === 'POST' ? await json(incoming) : null;
    journal.push({ method, path, headers, body });
    const [, said] = /^\/conversation\/([^/]+)\/message$/.exec(path) ?? [];
    if (headers.cookie !== `token=${token}`) {
      say(401, { message: 'Who is there?' });
    } else if (path === '/project') {
      say(200, [{ id: PROJECT, name: 'First' }, { id: 'another', name: 'Second' }]);
    } else if (path === '/conversation' && body.projectId === PROJECT) {
      const id = randomUUID();
      texts.set(id, '');
      say(201, { id });
    } else if (texts.get(said) === '' && body.role === 'user') {
      texts.set(said, body.content);
      say(201, { id: randomUUID() });
    } else if (path === '/chat' && texts.get(body.conversationId)) {
      await answer(texts.get(body.conversationId), headers.accept.includes('text/event-stream'), outgoing, say);
    } else {
      say(422, { message: 'That makes no sense here' });
    }
  });
}

async function answer(text, stream, outgoing, say) {
  if (text.includes('[busy]')) {
    say(429, { message: 'Too many requests for this account' }, { 'retry-after': '1' });
    return;
  }
  const { pieces, cut, line = piece => `data: ${piece}\n\n` } = ANSWERS.find(({ marker }) => text.includes(marker));
  if (!stream) {
    say(200, { response: pieces.join('') });
    return;
  }
  outgoing.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const piece of pieces) {
    outgoing.write(line(JSON.stringify({ content: piece })));
    await pause(10);
  }
  if (cut) {
    outgoing.destroy();
  } else {
    outgoing.end('data: [DONE]\n\n');
  }
}

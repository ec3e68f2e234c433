// What the upstreams say about the requests that reached them.
import { PROVIDER_KEYS } from '../settings.mjs';

const upstreams = {
  first: { url: process.env.FIRST_UPSTREAM, key: PROVIDER_KEYS.first },
  second: { url: process.env.SECOND_UPSTREAM, key: PROVIDER_KEYS.second },
};

async function ask(name, path) {
  const { url, key } = upstreams[name];
  const answer = await fetch(url + path, { headers: { authorization: `Bearer ${key}` } });
  if (!answer.ok) {
    throw new Error(`upstream ${name} answered ${answer.status} to ${path}`);
  }
  return answer;
}

/** The requests an upstream accepted, oldest first; headers that carry keys are blanked by the upstream. */
export async function journal(name) {
  return (await ask(name, '/__aimock/journal')).json();
}

/** The accepted requests whose body holds the given text. */
export async function requestsWith(name, text) {
  const all = await journal(name);
  return all.filter(entry => JSON.stringify(entry.body).includes(text));
}

/** How many requests an upstream refused because they did not carry its own key and no other. */
export async function refusals(name) {
  const metrics = await (await ask(name, '/metrics')).text();
  return metrics.split('\n')
    .filter(line => line.startsWith('aimock_requests_total{') && line.includes('status="401"'))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}

/** All that was asked of the provider that keeps conversations, oldest first, with the headers as they came. */
export async function talksJournal() {
  return (await fetch(`${process.env.TALKS_UPSTREAM}/journal`)).json();
}

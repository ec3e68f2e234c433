// Starts upstreams and the gateway in front of them, at the root and at a context path; runs the probes; counts.
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { javaProbes, nodeProbes, score } from './probing.mjs';
import { stopAll, tail } from './processes.mjs';
import { startAimock, startGateway, startMockServer } from './servers.mjs';
import { CLIENT_KEYS } from './settings.mjs';

const [war, java, only = ''] = process.argv.slice(2);
const work = mkdtempSync(join(tmpdir(), 'tollgate-acceptance-'));

const LAST = 'upstream-journal.test.mjs';
const NODE = readdirSync(join(import.meta.dirname, 'probes')).filter(file => file.endsWith('.test.mjs') && file !== LAST);
const ROUNDS = [
  { name: 'root', context: '', node: NODE, java: ['java', 'spring'] },
  { name: 'context-path', context: '/tollgate', node: NODE.filter(file => !file.startsWith('mockserver')), java: [] },
];

/** Starts a gateway with upstreams of its own, so that what one round does is not seen by the other. */
async function prepare(round, mock) {
  const place = join(work, round.name);
  mkdirSync(place);
  const [first, second] = await Promise.all([startAimock('first', place), startAimock('second', place)]);
  const { gateway, url } = await startGateway(
    { war, java, work: place, context: round.context, upstreams: { first, second, mock } });
  return { gateway, environment: {
    GATEWAY: url,
    CLIENT_KEY: CLIENT_KEYS.full,
    NARROW_CLIENT_KEY: CLIENT_KEYS.narrow,
    FIRST_UPSTREAM: first,
    SECOND_UPSTREAM: second,
    MOCK_UPSTREAM: mock,
  } };
}

async function probe(round, { gateway, environment }) {
  const before = score.failed;
  console.log(`\nthe gateway at ${round.context || '/'}`);
  for (const file of round.node.filter(name => name.startsWith(only))) {
    await nodeProbes(file, environment);
  }
  for (const project of round.java.filter(name => name.startsWith(only))) {
    await javaProbes(project, environment);
  }
  if (!only) {
    await nodeProbes(LAST, environment);
  }
  if (score.failed > before) {
    console.log(`the log of the ${gateway.name} ends with:\n${tail(gateway)}`);
  }
}

async function main() {
  const mock = await startMockServer(java, work);
  const prepared = await Promise.all(ROUNDS.map(round => prepare(round, mock)));
  for (const [index, round] of ROUNDS.entries()) {
    await probe(round, prepared[index]);
  }
}

async function cleanUp() {
  await stopAll();
  rmSync(work, { recursive: true, force: true });
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => cleanUp().then(() => process.exit(1)));
}
try {
  await main();
} catch (failure) {
  console.log(failure.message);
  score.failed++;
} finally {
  await cleanUp();
}
console.log(`${score.passed} passed, ${score.failed} failed`);
process.exitCode = score.failed === 0 && score.passed > 0 ? 0 : 1;

// Starts upstreams and the gateway in front of them, at the root and at a context path; runs the probes against both at
// the same time; counts.
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { javaProbes, nodeProbes, score } from './probing.mjs';
import { stopAll, tail } from './processes.mjs';
import { startGateway, startMockServer, startUpstreams } from './servers.mjs';
import { CLIENT_KEYS } from './settings.mjs';

const [war, java, only = ''] = process.argv.slice(2);
const work = mkdtempSync(join(tmpdir(), 'tollgate-acceptance-'));

const LAST = 'upstream-journal.test.mjs';
const NODE = readdirSync(join(import.meta.dirname, 'probes')).filter(file => file.endsWith('.test.mjs') && file !== LAST);
const JAVA = ['java', 'spring'];
const ROUNDS = [{ name: 'root', context: '' }, { name: 'context-path', context: '/tollgate' }];

/** Starts a gateway with upstreams of its own, so that what one round does is not seen by the other. */
async function prepare(round, mock) {
  const place = join(work, round.name);
  mkdirSync(place);
  const upstreams = { ...await startUpstreams(place), mock };
  const { gateway, url } = await startGateway({ war, java, work: place, context: round.context, upstreams });
  return { gateway, environment: {
    GATEWAY: url,
    CLIENT_KEY: CLIENT_KEYS.full,
    NARROW_CLIENT_KEY: CLIENT_KEYS.narrow,
    FIRST_UPSTREAM: upstreams.first,
    SECOND_UPSTREAM: upstreams.second,
    TALKS_UPSTREAM: upstreams.talks,
    MOCK_UPSTREAM: mock,
  } };
}

/** Runs all probes of a round, one suite after the other: they share the gateway. */
async function probe(round, mock) {
  const { gateway, environment } = await prepare(round, mock);
  const tell = (suite, printed) => console.log(`\nthe gateway at ${round.context || '/'}, ${suite}\n${printed}`);
  for (const file of NODE.filter(name => name.startsWith(only))) {
    tell(file, await nodeProbes(file, environment));
  }
  for (const project of JAVA.filter(name => name.startsWith(only))) {
    tell(project, await javaProbes(project, environment));
  }
  if (!only) {
    tell(LAST, await nodeProbes(LAST, environment));
  }
  return gateway;
}

async function main() {
  const mock = await startMockServer(java, work);
  const rounds = await Promise.allSettled(ROUNDS.map(round => probe(round, mock)));
  for (const { reason } of rounds.filter(({ status }) => status === 'rejected')) {
    console.log(reason.message);
    score.failed++;
  }
  if (score.failed > 0) {
    rounds.forEach(({ value }) => value && console.log(`the log of the ${value.name} ends with:\n${tail(value)}`));
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

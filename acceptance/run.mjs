// Starts two upstreams and the gateway between them and the probes, runs the probes, counts.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { stripVTControlCharacters } from 'node:util';
import { answers, freePort, start, stopAll, tail } from './processes.mjs';
import { CLIENT_KEYS, PROVIDER_KEYS, secrets, settings } from './settings.mjs';

const here = import.meta.dirname;
const [war, java] = process.argv.slice(2);
const work = mkdtempSync(join(tmpdir(), 'tollgate-acceptance-'));
const score = { passed: 0, failed: 0 };

async function startUpstream(name) {
  const port = await freePort();
  const cli = join(here, 'node_modules/@copilotkit/aimock/dist/cli.js');
  const fixtures = join(here, 'fixtures/upstream.json');
  const upstream = start(`upstream ${name}`, process.execPath,
    [cli, '-p', String(port), '-f', fixtures, '--metrics', '--strict', '--validate-on-load', '--log-level', 'warn'],
    { env: { ...process.env, AIMOCK_API_KEYS: PROVIDER_KEYS[name] }, cwd: work, log: join(work, `${name}.log`) });
  const url = `http://127.0.0.1:${port}`;
  await answers(upstream, `${url}/v1/models`, { authorization: `Bearer ${PROVIDER_KEYS[name]}` }, 60_000);
  return url;
}

async function startGateway(upstreams) {
  const port = await freePort();
  const home = join(work, 'home');
  const config = join(work, 'tollgate.yaml');
  mkdirSync(home);
  writeFileSync(config, settings({ ...upstreams, nobody: `http://127.0.0.1:${await freePort()}` }));
  const gateway = start('gateway', java, ['-jar', war], {
    env: { ...process.env, ...secrets(), PORT: String(port), TOLLGATE_HOME: home, TOLLGATE_CONFIG: config },
    cwd: work,
    log: join(work, 'gateway.log'),
  });
  const url = `http://127.0.0.1:${port}`;
  await answers(gateway, `${url}/health/ready`, {}, 180_000);
  return { gateway, url };
}

/** Runs one file of node probes and adds its results to the score. */
async function nodeProbes(file) {
  const stream = run({ files: [join(here, 'probes', file)], concurrency: false });
  const count = outcome => event => {
    if (event.details?.type !== 'suite' && event.skip === undefined && event.todo === undefined) {
      score[outcome]++;
    }
  };
  stream.on('test:pass', count('passed')).on('test:fail', count('failed'));
  for await (const text of stream.compose(new spec())) {
    process.stdout.write(text);
  }
}

/** Runs the Java client, which prints "ok NAME" or "not ok NAME: REASON" for each of its probes. */
async function javaProbes(environment) {
  console.log('openai-java');
  const maven = spawn('mvn', ['-q', '-B', '-f', join(here, 'java/pom.xml'), 'exec:java'],
    { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = new Promise(done => maven.once('exit', done).once('error', done));
  for await (const coloured of createInterface({ input: maven.stdout })) {
    const line = stripVTControlCharacters(coloured);
    console.log(`  ${line}`);
    score.passed += line.startsWith('ok ') ? 1 : 0;
    score.failed += line.startsWith('not ok ') ? 1 : 0;
  }
  if (await exited !== 0) {
    console.log('  the Java client did not finish');
    score.failed++;
  }
}

async function main() {
  const first = await startUpstream('first');
  const second = await startUpstream('second');
  const { gateway, url } = await startGateway({ first, second });
  const environment = {
    GATEWAY: url,
    CLIENT_KEY: CLIENT_KEYS.full,
    NARROW_CLIENT_KEY: CLIENT_KEYS.narrow,
    FIRST_UPSTREAM: first,
    SECOND_UPSTREAM: second,
  };
  Object.assign(process.env, environment);
  await nodeProbes('openai-node.test.mjs');
  await javaProbes(environment);
  await nodeProbes('upstream-journal.test.mjs');
  if (score.failed > 0) {
    console.log(`the gateway's log ends with:\n${tail(gateway)}`);
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

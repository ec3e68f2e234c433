// The servers of a run: the upstreams, and the gateway in front of them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answers, freePort, start } from './processes.mjs';
import { teach } from './probes/mockserver.mjs';
import { AMAZON_REGION, PROVIDER_KEYS, secrets, settings } from './settings.mjs';
import { startAmazon } from './standins/amazon.mjs';
import { startTalks } from './standins/talks.mjs';

const here = import.meta.dirname;

async function startAimock(name, work) {
  const port = await freePort();
  const cli = join(here, 'node_modules/@copilotkit/aimock/dist/cli.js');
  const fixtures = join(here, 'fixtures/upstream.json');
  const upstream = start(`upstream ${name}`, process.execPath,
    [cli, '-p', String(port), '-f', fixtures, '--metrics', '--strict', '--validate-on-load', '--journal-max', '0',
      '--log-level', 'warn'],
    { env: { ...process.env, AIMOCK_API_KEYS: PROVIDER_KEYS[name] }, cwd: work, log: join(work, `${name}.log`) });
  const url = `http://127.0.0.1:${port}`;
  await answers(upstream, `${url}/v1/models`, { headers: { authorization: `Bearer ${PROVIDER_KEYS[name]}` } }, 60_000);
  return url;
}

/** The upstreams of one gateway. */
export async function startUpstreams(work) {
  const [first, second] = await Promise.all([startAimock('first', work), startAimock('second', work)]);
  const amazon = await startAmazon({
    upstream: first,
    key: PROVIDER_KEYS.first,
    region: AMAZON_REGION,
    credentials: [PROVIDER_KEYS.amazon, PROVIDER_KEYS.session],
  });
  return { first, second, amazon, talks: await startTalks(PROVIDER_KEYS.talks) };
}

/** MockServer, which learns what to answer once it listens. */
export async function startMockServer(java, work) {
  const port = await freePort();
  const upstream = start('MockServer', java,
    ['-Xmx256m', '-Dmockserver.localBoundIP=127.0.0.1', '-Dmockserver.logLevel=WARN',
      '-cp', join(here, 'mockserver/target/lib/*'), 'org.mockserver.cli.Main', '-serverPort', String(port)],
    { env: process.env, cwd: work, log: join(work, 'mockserver.log') });
  const url = `http://127.0.0.1:${port}`;
  await answers(upstream, `${url}/mockserver/status`, { method: 'PUT' }, 120_000);
  await teach(url);
  return url;
}

/** The gateway at a context path, or at the root for an empty one. */
export async function startGateway({ war, java, work, context, upstreams }) {
  const port = await freePort();
  const home = join(work, 'home');
  const config = join(work, 'tollgate.yaml');
  mkdirSync(home);
  writeFileSync(config, settings({ ...upstreams, nobody: 'http://127.0.0.1:1' }));
  const flags = context ? [`--server.servlet.context-path=${context}`] : [];
  const gateway = start(`gateway at ${context || '/'}`, java, ['-jar', war, ...flags], {
    env: { ...process.env, ...secrets(), PORT: String(port), TOLLGATE_HOME: home, TOLLGATE_CONFIG: config, MAX_RETRIES: '0' },
    cwd: work,
    log: join(work, 'gateway.log'),
  });
  const url = `http://127.0.0.1:${port}${context}`;
  await answers(gateway, `${url}/health/ready`, {}, 300_000);
  return { gateway, url };
}

// The processes of a run: started here, awaited by polling, stopped by their own pid. Stand-ins are served by this one.
import { spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const STOP_PATIENCE_MS = 40_000;

const running = [];
const given = new Set();

/** A port nobody listens on, and that was not given out before. */
export async function freePort() {
  const port = await unusedPort();
  if (given.has(port)) {
    return freePort();
  }
  given.add(port);
  return port;
}

async function unusedPort() {
  const server = createServer();
  await new Promise((listening, failed) => server.once('error', failed).listen(0, '127.0.0.1', listening));
  const { port } = server.address();
  await new Promise(closed => server.close(closed));
  return port;
}

/** Starts a process whose output goes to a log file. */
export function start(name, command, args, { env, cwd, log }) {
  const out = openSync(log, 'a');
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', out, out] });
  const exited = new Promise(done => child.once('exit', done).once('error', done));
  const started = { name, child, exited, log };
  running.push(() => stop(started));
  return started;
}

/** Serves HTTP on a free port of this process; gives the address. */
export async function serve(answer) {
  const server = createHttpServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise((listening, failed) => server.once('error', failed).listen(0, '127.0.0.1', listening));
  running.push(() => new Promise(closed => {
    server.close(closed);
    server.closeAllConnections();
  }));
  return `http://127.0.0.1:${server.address().port}`;
}

/** Polls an address until it answers 200; fails as soon as the process is gone. */
export async function answers(process, url, request, patienceMs) {
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    if (process.child.exitCode !== null || process.child.signalCode !== null || !process.child.pid) {
      throw new Error(`${process.name} ended before it was ready:\n${tail(process)}`);
    }
    const status = await fetch(url, request).then(async answer => (await answer.text(), answer.status), () => 0);
    if (status === 200) {
      return;
    }
    await pause(100);
  }
  throw new Error(`${process.name} was not ready after ${patienceMs} ms:\n${tail(process)}`);
}

/** Ends all that this run started, the last first. */
export async function stopAll() {
  while (running.length > 0) {
    await running.pop()();
  }
}

async function stop({ child, exited }) {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS);
  await exited;
  clearTimeout(timer);
}

export function tail({ log }) {
  return readFileSync(log, 'utf8').split('\n').slice(-60).join('\n');
}

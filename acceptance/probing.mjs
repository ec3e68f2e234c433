// Runs probes and counts what they come to.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { stripVTControlCharacters } from 'node:util';

const here = import.meta.dirname;

export const score = { passed: 0, failed: 0 };

/** Runs one file of node probes, in a process of its own that has the given environment; gives what it printed. */
export async function nodeProbes(file, environment) {
  const env = { ...process.env, ...environment };
  const stream = run({ files: [join(here, 'probes', file)], concurrency: false, env });
  const count = outcome => event => {
    if (event.details?.type !== 'suite' && event.skip === undefined && event.todo === undefined) {
      score[outcome]++;
    }
  };
  stream.on('test:pass', count('passed')).on('test:fail', count('failed'));
  return (await Array.fromAsync(stream.compose(new spec()))).join('');
}

/** Runs a Maven project of Java clients, which prints "ok NAME" or "not ok NAME: REASON" for each of its probes. */
export async function javaProbes(project, environment) {
  const maven = spawn('mvn', ['-q', '-B', '-f', join(here, project, 'pom.xml'), 'exec:java'],
    { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = new Promise(done => maven.once('exit', done).once('error', done));
  const printed = [];
  for await (const coloured of createInterface({ input: maven.stdout })) {
    const line = stripVTControlCharacters(coloured);
    printed.push(`  ${line}\n`);
    score.passed += line.startsWith('ok ') ? 1 : 0;
    score.failed += line.startsWith('not ok ') ? 1 : 0;
  }
  if (await exited !== 0) {
    printed.push(`  the Java clients in ${project} did not finish\n`);
    score.failed++;
  }
  return printed.join('');
}

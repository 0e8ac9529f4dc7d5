import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSandbox } from '../sandbox/sandbox.ts';

// Cold start until the first slash command is answered, and resident memory when idle, beside a bare Bolt app: npm run bench -- start
const ROUNDS = 5;
const IDLE_MS = 3_000;
const root = join(import.meta.dirname, '..');
const programs = {
  // As `npm start` does.
  watchkeeper: ['--max-semi-space-size=2', join(root, 'src', 'launch.js'), 'start'],
  'bare Bolt app': [join(root, 'bench', 'peers', 'bare-bolt.ts')],
};

interface Sample {
  startMs: number;
  rssMb: number;
}

async function measure(args: readonly string[]): Promise<Sample> {
  const sandbox = await createSandbox({ rates: 'off' });
  const begun = performance.now();
  const child = spawn(process.execPath, args, {
    env: { ...sandbox.environment, PATH: process.env['PATH'] ?? '', LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    while (
      (await sandbox.slack.as('U0JIN').type('/watchkeeper help', { channel: 'C0INCIDENTS' })).error !== undefined
    ) {
      await pause(5);
    }
    const startMs = performance.now() - begun;
    await pause(IDLE_MS);
    return { startMs, rssMb: residentMb(child) };
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
    await sandbox.close();
  }
}

function residentMb({ pid }: ChildProcess): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1] ?? Number.NaN) / 1_024;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const samples = new Map<string, Sample[]>(Object.keys(programs).map((name) => [name, []]));
for (let round = 0; round < ROUNDS; round++)
  for (const [name, args] of Object.entries(programs)) samples.get(name)?.push(await measure(args));

const rows = [...samples].map(([name, taken]) => ({
  name,
  startMs: median(taken.map((sample) => sample.startMs)),
  rssMb: median(taken.map((sample) => sample.rssMb)),
}));
const [ours, peer] = rows;
process.stdout.write(`median of ${ROUNDS}\n| | start to first answer | idle RSS |\n|---|---|---|\n`);
for (const { name, startMs, rssMb } of rows)
  process.stdout.write(`| ${name} | ${startMs.toFixed(0)} ms | ${rssMb.toFixed(0)} MB |\n`);
if (ours && peer)
  process.stdout.write(
    `| ratio | ${(ours.startMs / peer.startMs).toFixed(2)} | ${(ours.rssMb / peer.rssMb).toFixed(2)} |\n`,
  );

import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import type { BotProcess } from '../../sandbox/bot-process.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';

const run = promisify(execFile);
const launch = join(import.meta.dirname, '..', '..', 'src', 'launch.js');

/** Each plant has a core that occurs nowhere else; what is found of it anywhere is a leak. */
export interface Plants {
  /** Where it was planted → its core. */
  readonly cores: ReadonlyMap<string, string>;
  plant(where: string): string;
}

export function createPlants(): Plants {
  const cores = new Map<string, string>();
  return {
    cores,
    plant(where) {
      const core = `Zq${randomBytes(12).toString('hex')}`;
      cores.set(where, core);
      return core;
    },
  };
}

/** Everything that a story left anywhere, by where. Ends the bot. */
export async function collectTraces(
  sandbox: Sandbox,
  bot: BotProcess,
  environment: Readonly<Record<string, string>>,
): Promise<Map<string, string>> {
  const { slack } = sandbox;
  const seen = slack.channels().flatMap(({ id }) => {
    const channel = slack.channel(id);
    return [...channel.messages, ...channel.messages.flatMap(({ ts }) => channel.thread(ts))];
  });
  const people = slack.people().flatMap(({ id }) => [slack.as(id).home(), slack.as(id).sees('C0INCIDENTS')]);
  const files = seen.flatMap((message) => message.files ?? []);
  const found = new Map([
    ['messages', JSON.stringify(seen.map(({ files: _files, ...message }) => message))],
    ['what people see', JSON.stringify(people, (key, value: unknown) => (key === 'content' ? '' : value))],
    ['files', files.map(({ content }) => content.toString('latin1')).join('\n')],
    ['calls', JSON.stringify(slack.calls)],
    ['metrics', await (await fetch(`${sandbox.botUrl}/metrics`)).text()],
  ]);
  const typed = ['show --json -n 1000', 'show', 'export', 'export --format csv'].map((part) => `audit ${part}`);
  for (const words of typed) {
    const { stdout, stderr } = await run(process.execPath, [launch, ...words.split(' ')], {
      env: { ...environment, PATH: process.env['PATH'] },
      maxBuffer: 64 * 1024 * 1024,
    });
    found.set(words, stdout + stderr);
  }
  await bot.stop();
  found.set('bodies', readBodies(join(sandbox.folder, 'watchkeeper.db')));
  for (const file of await readdir(sandbox.folder, { withFileTypes: true })) {
    if (file.isFile() && /\.db|\.log/.test(file.name))
      found.set(file.name, await readFile(join(sandbox.folder, file.name), 'latin1'));
  }
  return found;
}

/** What senders said, as it was kept: compressed, so that a look at the file alone proves nothing. */
function readBodies(path: string): string {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return database
      .prepare('select body from alert_deliveries')
      .all()
      .map(({ body }) => (body instanceof Uint8Array && body.length > 0 ? gunzipSync(body).toString() : ''))
      .join('\n');
  } finally {
    database.close();
  }
}

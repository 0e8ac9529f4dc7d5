import { parseArgs } from 'node:util';
import { openPage } from './page-server/open-page.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';
import { runTerminal } from './run-terminal.ts';

const HELP = `npm run sandbox -- [--http] [--ko] [--port 4380] [--terminal | --story]
  (nothing)   a page in your browser: a Slack workspace with the bot, and the infrastructure beside it
  --port      the page's port; otherwise the first free one from 4380 on
  --http      Slack calls the bot over HTTP instead of Socket Mode
  --ko        the bot and the page speak Korean
  --terminal  the same by keyboard, without a browser
  --story     play a failover and the way back in the terminal, then end`;

type Flags = ReturnType<typeof readFlags>;

function readFlags(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      http: { type: 'boolean', default: false },
      ko: { type: 'boolean', default: false },
      port: { type: 'string' },
      terminal: { type: 'boolean', default: false },
      story: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false, short: 'h' },
    },
  });
  if (values.port !== undefined && !/^\d{1,5}$/.test(values.port)) throw new Error(`Not a port: ${values.port}`);
  return values;
}

process.exitCode = await start(process.argv.slice(2));

async function start(args: string[]): Promise<number> {
  let flags: Flags;
  try {
    flags = readFlags(args);
  } catch (thrown) {
    process.stderr.write(`${(thrown as Error).message.split('. ', 1)[0]}\n\n${HELP}\n`);
    return 2;
  }
  if (!flags.help) return run(flags);
  process.stdout.write(`${HELP}\n`);
  return 0;
}

async function run(values: Flags): Promise<number> {
  const sandbox = await createSandbox({
    mode: values.http ? 'http' : 'socket',
    locale: values.ko ? 'ko' : 'en',
    selfTest: { every: '1m' },
  });
  try {
    if (values.terminal || values.story) await runTerminal(sandbox, { isStory: values.story });
    else await runPage(sandbox, values);
    const { violations } = sandbox.slack;
    if (violations.length > 0)
      process.stdout.write(`Slack refused ${violations.length} calls: ${JSON.stringify(violations)}\n`);
    return violations.length > 0 ? 1 : 0;
  } catch (thrown) {
    process.stdout.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
    return 1;
  } finally {
    await sandbox.close();
  }
}

/** Until Ctrl-C. */
async function runPage(sandbox: Sandbox, { port: asked }: Flags): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  const page = await openPage(sandbox, asked === undefined ? {} : { port: Number(asked) });
  process.stdout.write(
    `\n  Open ${page.url} in a browser.\n\n  Everything in it runs on this machine; Ctrl-C ends it and deletes what it wrote.\n  The bot's log: ${page.bot.logFile}\n\n`,
  );
  await ended;
  await page.close();
}

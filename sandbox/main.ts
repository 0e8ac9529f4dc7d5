import { join } from 'node:path';
import { clearLine, createInterface, cursorTo } from 'node:readline';
import { parseArgs } from 'node:util';
import { createBotProcess } from './bot-process.ts';
import { createSandbox } from './sandbox.ts';
import { createTerminal } from './terminal.ts';
import { watchChannels } from './watch-channels.ts';

const { values } = parseArgs({
  options: {
    http: { type: 'boolean', default: false },
    ko: { type: 'boolean', default: false },
    story: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false, short: 'h' },
  },
});

/** Draws the line that is being typed again, under what came in between. */
let redraw: (() => void) | undefined;

function print(text: string): void {
  if (redraw) {
    clearLine(process.stdout, 0);
    cursorTo(process.stdout, 0);
  }
  process.stdout.write(`${text}\n`);
  redraw?.();
}

if (values.help) {
  print(
    'npm run sandbox -- [--story] [--http] [--ko]\n  --story  play a failover and the way back, then end\n  --http   Slack calls the bot over HTTP instead of Socket Mode\n  --ko     the bot speaks Korean',
  );
} else {
  await run();
}

async function run(): Promise<void> {
  const sandbox = await createSandbox({ mode: values.http ? 'http' : 'socket', locale: values.ko ? 'ko' : 'en' });
  const logFile = join(sandbox.folder, 'bot.log');
  const bot = createBotProcess({ ...sandbox, logFile });
  const terminal = createTerminal(sandbox, bot, print);
  let exitCode = 0;
  try {
    await bot.start();
    print(
      `The bot runs (process ${bot.pid}, ${values.http ? 'HTTP' : 'Socket'} mode), its log is ${logFile}\nBreak something and move the service: "trouble web-down", "/failover nextuse", "as mina", "press Approve". More: "help".`,
    );
    watchChannels(sandbox.slack, print);
    if (values.story) await terminal.enter('story');
    else await readLines(terminal);
    const { violations } = sandbox.slack;
    if (violations.length > 0) print(`Slack refused ${violations.length} calls: ${JSON.stringify(violations)}`);
    exitCode = violations.length > 0 ? 1 : 0;
  } catch (thrown) {
    print(thrown instanceof Error ? thrown.message : String(thrown));
    exitCode = 1;
  } finally {
    if (bot.isRunning) await bot.stop();
    await sandbox.close();
    // A terminal stays open behind a closed prompt, and would keep this process.
    process.stdin.destroy();
  }
  process.exitCode = exitCode;
}

async function readLines(terminal: ReturnType<typeof createTerminal>): Promise<void> {
  const isPerson = process.stdin.isTTY;
  const input = createInterface({
    input: process.stdin,
    ...(isPerson && { output: process.stdout }),
    prompt: terminal.prompt(),
  });
  if (isPerson) {
    input.prompt();
    redraw = () => input.prompt(true);
    input.once('close', () => (redraw = undefined));
  }
  for await (const line of input) {
    if (!isPerson) print(`${terminal.prompt()}${line}`);
    try {
      if (!(await terminal.enter(line))) return;
    } catch (thrown) {
      // A script must not go on after a line that did not work; a person types another one.
      if (!isPerson) throw thrown;
      print(`  ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    }
    input.setPrompt(terminal.prompt());
    if (isPerson) input.prompt();
  }
}

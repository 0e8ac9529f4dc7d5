import { join } from 'node:path';
import { clearLine, createInterface, cursorTo } from 'node:readline';
import { createBotProcess } from './bot-process.ts';
import type { Sandbox } from './sandbox.ts';
import { createTerminal, type Terminal } from './terminal.ts';
import { watchChannels } from './watch-channels.ts';

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

/** The sandbox by keyboard, or by a script on standard input, until `quit`; or its story, until that is told. */
export async function runTerminal(sandbox: Sandbox, { isStory }: { isStory: boolean }): Promise<void> {
  const bot = createBotProcess({ ...sandbox, logFile: join(sandbox.folder, 'bot.log') });
  const terminal = createTerminal(sandbox, bot, print);
  try {
    await bot.start();
    const mode = sandbox.mode === 'http' ? 'HTTP' : 'Socket';
    print(
      `The bot runs (process ${bot.pid}, ${mode} mode), its log is ${bot.logFile}\nBreak something and move the service: "trouble web-down", "/failover nextuse", "as mina", "press Approve". More: "help".`,
    );
    watchChannels(sandbox.slack, print);
    if (isStory) await terminal.enter('story');
    else await readLines(terminal);
  } finally {
    // A terminal stays open behind a closed prompt, and would keep this process.
    process.stdin.destroy();
    if (bot.isRunning) await bot.stop();
  }
}

async function readLines(terminal: Terminal): Promise<void> {
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

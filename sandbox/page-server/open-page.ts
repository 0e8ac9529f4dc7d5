import { join } from 'node:path';
import { createBotProcess, type BotProcess } from '../bot-process.ts';
import type { Sandbox } from '../sandbox.ts';
import { createWorldWatch } from '../watch/world-watch.ts';
import { bundlePage } from './bundle.ts';
import { createPageServer, type PageServer } from './server.ts';

/** Where the page is looked for first, so that an address once noted goes on working. */
const USUAL_PORT = 4380;
const TRIES = 10;

export interface OpenPage {
  readonly url: string;
  readonly bot: BotProcess;
  /** The bot is stopped as a service manager would; the sandbox itself stays. */
  close(): Promise<void>;
}

export interface OpenPageOptions {
  /** 0: any free one. Default: the first free one from 4380 on. */
  port?: number;
  /** False: nobody watches the primary, and no alert comes by itself. */
  isWatched?: boolean;
}

/** The bot in a process of its own, what watches over the scene, and the page that shows both. */
export async function openPage(sandbox: Sandbox, { port, isWatched = true }: OpenPageOptions = {}): Promise<OpenPage> {
  const bot = createBotProcess({ ...sandbox, logFile: join(sandbox.folder, 'bot.log') });
  const watch = createWorldWatch({ sandbox, bot, alertTokens: sandbox.alertTokens });
  let server: PageServer | undefined;
  const close = async (): Promise<void> => {
    await watch.stop();
    await server?.close();
    if (bot.isRunning) await bot.stop();
  };
  try {
    const [files] = await Promise.all([bundlePage(), bot.start()]);
    server = await listen(port, (each) => createPageServer({ sandbox, world: watch, files, port: each }));
    watch.start();
    if (isWatched) watch.monitors.start();
    return { url: server.url, bot, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function listen(asked: number | undefined, open: (port: number) => Promise<PageServer>): Promise<PageServer> {
  const ports = asked === undefined ? Array.from({ length: TRIES }, (_, index) => USUAL_PORT + index) : [asked];
  for (const port of ports) {
    try {
      return await open(port);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
  }
  throw new Error(`Port ${ports.join(', ')} is taken. Name another one: npm run sandbox -- --port 5000`);
}

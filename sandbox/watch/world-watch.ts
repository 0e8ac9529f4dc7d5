import { randomBytes } from 'node:crypto';
import { systemClock, type Clock } from '../../src/core/clock.ts';
import type { BotProcess } from '../bot-process.ts';
import { createMonitors, type Monitors, type MonitorsOptions } from '../monitors/monitors.ts';
import type { ShownWorldSource } from '../page-server/server.ts';
import type { ShownWorld } from '../page-server/shapes.ts';
import type { Sandbox } from '../sandbox.ts';
import { createTroubles, type Troubles } from '../troubles/troubles.ts';
import { createAuditWatch } from './audit-watch.ts';
import { createDnsWatch } from './dns-watch.ts';
import { findProcessMemory } from './process-memory.ts';
import { toShownSite } from './to-shown-site.ts';
import { createUserTrickle } from './user-trickle.ts';

export interface WorldWatchDeps {
  sandbox: Pick<Sandbox, 'world' | 'slack' | 'environment' | 'botUrl'>;
  bot: BotProcess;
  /** What the monitors show to the bot; without them it takes nothing from them. */
  alertTokens?: MonitorsOptions['tokens'];
  clock?: Clock;
}

export interface WorldWatch extends ShownWorldSource {
  /** Paused: `monitors.start()` makes them watch. */
  readonly monitors: Monitors;
  readonly troubles: Troubles;
  /** Users begin to visit, and what must be asked for is asked for twice a second. */
  start(): void;
  /** The monitors stop, too. Resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

const EVERY_MS = 500;
const VISIT_TIMEOUT_MS = 2_000;

/** What the page shows of the world beside Slack. Looking changes nothing, but for the users' own requests. */
export function createWorldWatch(deps: WorldWatchDeps): WorldWatch {
  const { sandbox, bot, clock = systemClock, alertTokens = createTokens() } = deps;
  const { world, slack } = sandbox;
  const monitors = createMonitors({ world, botUrl: sandbox.botUrl, tokens: alertTokens, clock });
  const troubles = createTroubles({ world, slack, bot, monitors, clock });
  const listeners = new Set<() => void>();
  const dns = createDnsWatch(world);
  const audit = createAuditWatch(/^sqlite:(.+)$/.exec(sandbox.environment['WATCHKEEPER_STORE'] ?? '')?.[1], clock);
  const users = createUserTrickle({ clock, visit: () => world.visit(VISIT_TIMEOUT_MS), changed });
  let memoryMb: number | null = null;
  let last = '';
  let stopping: AbortController | undefined;
  let running: Promise<unknown> = Promise.resolve();

  function current(): ShownWorld {
    return {
      now: clock.now().toISOString(),
      bot: {
        state: bot.state,
        pid: bot.isRunning ? (bot.pid ?? null) : null,
        sockets: slack.sockets,
        memoryMb,
        logFile: bot.logFile,
      },
      sites: [toShownSite('primary', world.primary), toShownSite('standby', world.standby)],
      users: users.current(),
      dns: dns.current(),
      isWatched: monitors.isWatching,
      monitors: monitors.current(),
      audit: audit.current(),
      slackApi: { calls: slack.counts.calls, violations: structuredClone([...slack.violations]) },
      troubles: troubles.all.map(({ name, group, label, summary, kind, isOn }) => ({
        name,
        group,
        label,
        summary,
        kind,
        isOn: isOn(),
      })),
    };
  }

  function changed(): void {
    const text = JSON.stringify({ ...current(), now: '' });
    if (text === last) return;
    last = text;
    for (const listener of [...listeners]) listener();
  }

  async function lookAround(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await dns.refresh();
      memoryMb = bot.isRunning && bot.pid !== undefined ? await findProcessMemory(bot.pid) : null;
      audit.refresh();
      if (signal.aborted) return;
      changed();
      await clock.sleep(EVERY_MS, signal);
    }
  }

  /** What is asked for takes its time; that it was begun is seen at once, and so is its end. */
  async function carryOut(act: () => void | Promise<void>): Promise<void> {
    try {
      const acting = act();
      changed();
      await acting;
    } finally {
      changed();
    }
  }

  return {
    monitors,
    troubles,
    current,
    on: (_event, listener) => void listeners.add(listener),
    off: (_event, listener) => void listeners.delete(listener),
    async trouble(name, isOn) {
      const trouble = troubles.get(name);
      await carryOut(() => (isOn ? trouble.cause() : trouble.heal()));
    },
    healAll: () => carryOut(() => troubles.healAll()),
    checkChain: () => carryOut(() => audit.checkChain()),
    start() {
      if (stopping) return;
      stopping = new AbortController();
      monitors.on('change', changed);
      running = Promise.all([users.run(stopping.signal), lookAround(stopping.signal)]);
    },
    async stop() {
      monitors.off('change', changed);
      monitors.stop();
      stopping?.abort();
      stopping = undefined;
      await running;
    },
  };
}

function createTokens(): MonitorsOptions['tokens'] {
  const token = (): string => randomBytes(16).toString('hex');
  return { prometheus: token(), grafana: token(), kibana: token() };
}

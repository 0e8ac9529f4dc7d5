import type { Clock } from '../core/clock.ts';
import { OpsError } from '../core/errors.ts';
import type { HostConfig } from '../core/inventory.ts';
import type { Log } from '../core/ports/log.ts';
import type { ExecOptions, ExecResult, Remote } from '../core/ports/remote.ts';
import { redact } from '../core/redact.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { createCappedOutput } from './capped-output.ts';
import { createConnections } from './connections.ts';
import { toUnreachable } from './failure.ts';
import { quoteArgv } from './quote-argv.ts';
import { runCommand } from './run-command.ts';
import type { CommandEnd } from './run-command.ts';
import { createSlots } from './slots.ts';
import { untilAborted } from './until-aborted.ts';

interface Deps {
  hosts: Readonly<Record<string, HostConfig>>;
  texts: Texts;
  clock: Clock;
  log: Log;
  /** For hosts without a key file: what SSH_AUTH_SOCK holds. */
  agentSocket?: string;
  /** Left out of all output. */
  knownSecrets?: readonly string[];
  /** For TCP, greeting, key exchange and login together, of each host on the way. */
  connectTimeoutMs?: number;
  maxConcurrentPerHost?: number;
  /** Of stdout and of stderr, each. */
  maxOutputBytes?: number;
}

type Exited = Extract<CommandEnd, { kind: 'exited' }>;

/**
 * Commands over SSH, on one warm connection per host. `timeoutMs` is the command's own time: a place among the host's
 * commands is waited for at most as long again, and connecting has its own limit.
 */
export function createRemote(deps: Deps): Remote & { close(): Promise<void> } {
  const { hosts, texts, clock, log, agentSocket, knownSecrets = [] } = deps;
  const { connectTimeoutMs = 3000, maxConcurrentPerHost = 8, maxOutputBytes = 256 * 1024 } = deps;
  const connections = createConnections({ hosts, texts, clock, log, agentSocket, timeoutMs: connectTimeoutMs });
  const slots = createSlots(maxConcurrentPerHost);

  async function run(
    host: HostConfig,
    argv: readonly string[],
    { timeoutMs, signal }: ExecOptions,
  ): Promise<ExecResult> {
    const command = toCommand(argv, texts);
    const startedAt = clock.now().getTime();
    const [stdout, stderr] = [createCappedOutput(maxOutputBytes), createCappedOutput(maxOutputBytes)];
    const attempt = async (isLast: boolean): Promise<CommandEnd> => {
      const { client, isReused, drop } = await untilAborted(connections.open(host.name), signal);
      const options = { timeoutMs, signal, clock, onStdout: stdout.add, onStderr: stderr.add };
      const end = await runCommand(client, command, options);
      if (end.kind === 'not-started') drop();
      // A connection that died while idle shows it only now; nothing ran, so a new one may try.
      const isWorthAnother = end.kind === 'not-started' && end.why === 'lost' && isReused && !isLast;
      return isWorthAnother ? await attempt(true) : end;
    };
    const end = await attempt(false);
    const { exitCode, signal: killedBy, isComplete } = toExited(end, { host, argv, timeoutMs, texts, knownSecrets });
    return {
      host: host.name,
      argv,
      exitCode,
      ...(killedBy !== undefined && { signal: killedBy }),
      stdout: redact(stdout.toText(), knownSecrets),
      stderr: redact(stderr.toText(), knownSecrets),
      isTruncated: stdout.isTruncated() || stderr.isTruncated() || !isComplete,
      durationMs: clock.now().getTime() - startedAt,
    };
  }

  return {
    async exec(name, argv, options) {
      const { timeoutMs, signal } = options;
      signal?.throwIfAborted();
      const host = connections.getHost(name);
      const free = await slots.take(name, { clock, timeoutMs, signal });
      if (!free) {
        throw toUnreachable(host, texts.adapters.ssh.reasons.busy({ count: maxConcurrentPerHost }), texts);
      }
      try {
        return await run(host, argv, options);
      } finally {
        free();
      }
    },
    close: connections.close,
  };
}

function toCommand(argv: readonly string[], texts: Texts): string {
  try {
    return quoteArgv(argv);
  } catch (cause) {
    throw new OpsError('invalid_input', texts.adapters.ssh.badCommand, { cause });
  }
}

interface Facts {
  host: HostConfig;
  argv: readonly string[];
  timeoutMs: number;
  texts: Texts;
  knownSecrets: readonly string[];
}

/** The command's own end, or what else happened as the error that says so. */
function toExited(end: CommandEnd, { host, argv, timeoutMs, texts, knownSecrets }: Facts): Exited {
  if (end.kind === 'exited') return end;
  const { ssh } = texts.adapters;
  const facts = { host: host.name, command: redact(argv.join(' '), knownSecrets).slice(0, 80) };
  if (end.kind === 'not-started') {
    const reason = end.why === 'lost' ? ssh.reasons.reset : ssh.reasons.silentSession({ seconds: timeoutMs / 1000 });
    throw toUnreachable(host, reason, texts);
  }
  if (end.kind === 'refused')
    throw new OpsError('not_allowed', ssh.commandRefused(facts), {
      hint: ssh.commandRefusedHint(facts),
      details: facts,
    });
  const hint = ssh.outcomeHint(facts);
  if (end.kind === 'lost') throw new OpsError('outcome_unknown', ssh.lost(facts), { hint, details: facts });
  const message = ssh.timedOut({ ...facts, seconds: timeoutMs / 1000 });
  throw new OpsError('timed_out', message, { hint, details: { ...facts, timeoutMs } });
}

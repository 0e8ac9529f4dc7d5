import type { Clock } from '../../src/core/clock.ts';
import { parseShellWords, ShellSyntaxError } from './shell-words.ts';
import type { CommandEnd, CommandIo } from './ssh-server.ts';
import type { Call, Machine, Program } from './programs/program.ts';

export interface CommandRecord {
  at: Date;
  argv: string[];
  /** undefined: it never came to an end (hanging, or killed). */
  exitCode: number | undefined;
}

type Effect = { kind: 'hang' } | { kind: 'fail'; exitCode: number; stderr: string } | { kind: 'drop' };

export interface CommandFaults {
  set(kind: Effect['kind'], rule: { prefix: string; effect: Effect; times: number } | undefined): void;
  clear(): void;
}

export interface CommandRunner {
  readonly commands: CommandRecord[];
  readonly faults: CommandFaults;
  run(line: string, io: CommandIo): Promise<CommandEnd>;
}

/** What a host does with a command line: words, program, exit code; remembers everything, and fails on request. */
export function createCommandRunner(deps: {
  clock: Clock;
  programs: ReadonlyMap<string, Program>;
  machine(): Machine;
  context: Pick<Call, 'resolver' | 'trust'>;
}): CommandRunner {
  const { clock, programs, machine, context } = deps;
  const commands: CommandRecord[] = [];
  const rules = new Map<Effect['kind'], { prefix: string; effect: Effect; times: number }>();

  function takeEffect(text: string): Effect | undefined {
    for (const rule of rules.values()) {
      if (!text.startsWith(rule.prefix) || rule.times <= 0) continue;
      rule.times -= 1;
      return rule.effect;
    }
    return undefined;
  }

  async function execute(argv: readonly string[], io: CommandIo): Promise<number> {
    const [name = '', ...args] = argv;
    const program = programs.get(name.replace(/^\/(usr\/)?bin\//, ''));
    if (program === undefined) {
      io.stderr(`sh: 1: ${name}: not found\n`);
      return 127;
    }
    return program({ ...context, machine: machine(), args, clock, ...io });
  }

  async function run(line: string, io: CommandIo): Promise<CommandEnd> {
    const argv = toArgv(line, io);
    const record: CommandRecord = { at: clock.now(), argv: argv ?? [line], exitCode: undefined };
    commands.push(record);
    if (argv === undefined) return { exitCode: (record.exitCode = 2) };
    const effect = takeEffect(argv.join(' '));
    if (effect?.kind === 'hang') {
      await new Promise<void>((resolve) => io.signal.addEventListener('abort', () => resolve(), { once: true }));
      return { exitCode: 130 };
    }
    if (effect?.kind === 'fail') {
      io.stderr(effect.stderr.endsWith('\n') ? effect.stderr : `${effect.stderr}\n`);
      return { exitCode: (record.exitCode = effect.exitCode) };
    }
    const exitCode = await execute(argv, effect?.kind === 'drop' ? { ...io, stdout() {}, stderr() {} } : io);
    if (!io.signal.aborted) record.exitCode = exitCode;
    return effect?.kind === 'drop' ? 'drop' : { exitCode };
  }

  return {
    commands,
    run,
    faults: {
      set: (kind, rule) => void (rule === undefined ? rules.delete(kind) : rules.set(kind, rule)),
      clear: () => rules.clear(),
    },
  };
}

function toArgv(line: string, io: CommandIo): string[] | undefined {
  try {
    return parseShellWords(line);
  } catch (error) {
    if (!(error instanceof ShellSyntaxError)) throw error;
    io.stderr(`sh: 1: Syntax error: ${error.message}\n`);
    return undefined;
  }
}

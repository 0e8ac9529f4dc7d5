import { OpsError } from '../core/errors.ts';
import type { Detached, DetachedLook, DetachedState } from '../core/ports/detached.ts';
import type { Remote } from '../core/ports/remote.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { DETACHED_SCRIPT } from './detached-script.ts';

/** Of starting, looking and withdrawing; ending waits for what is asked to end. */
const TIMEOUT_MS = 15_000;
const END_TIMEOUT_MS = 25_000;
const STATES: ReadonlySet<string> = new Set<DetachedState>(['absent', 'running', 'exited', 'vanished']);
/** Enough for a progress line; the whole is asked for at the end. */
const WHILE_RUNNING_BYTES = 4_096;
const WHOLE_BYTES = 262_144;

interface Deps {
  remote: Remote;
  texts: Texts;
  /** How long a host keeps what an ended command left. */
  keptDays?: number;
}

type Verb = 'start' | 'look' | 'withdraw' | 'end';

/** Detached commands by short commands over the same warm connections. */
export function createDetached({ remote, texts, keptDays = 90 }: Deps): Detached {
  async function ask(
    verb: Verb,
    host: string,
    id: string,
    { argv = [], bytes, signal }: { argv?: readonly string[]; bytes: number; signal?: AbortSignal | undefined },
  ): Promise<DetachedLook> {
    if (!/^[\w.-]+$/.test(id)) throw new OpsError('invalid_input', `Not an id of a command: ${id}`);
    const words = ['sh', '-c', DETACHED_SCRIPT, 'watchkeeper', verb, id, String(keptDays), String(bytes), ...argv];
    const timeoutMs = verb === 'end' ? END_TIMEOUT_MS : TIMEOUT_MS;
    const result = await remote.exec(host, words, { timeoutMs, ...(signal && { signal }) });
    const end = result.stdout.indexOf('\n');
    const [mark, state = '', code, seconds, isEnded] = result.stdout.slice(0, Math.max(0, end)).split(' ');
    if (result.exitCode !== 0 || mark !== 'watchkeeper' || !STATES.has(state)) {
      const said = (result.stderr.trim() || result.stdout.trim()).split('\n').at(-1)?.slice(0, 200);
      throw new OpsError('remote_failed', texts.steps.cannotDetach({ host, said }), {
        hint: texts.steps.cannotDetachHint,
      });
    }
    return {
      state: state as DetachedState,
      exitCode: state === 'exited' ? Number(code) : null,
      elapsedMs: Math.max(0, Number(seconds)) * 1_000,
      isEnded: isEnded === 'yes',
      stdout: result.stdout.slice(end + 1),
      stderr: result.stderr,
    };
  }

  /** Once it is over, all that it printed. */
  async function askWhole(
    verb: Verb,
    host: string,
    id: string,
    options: { argv?: readonly string[]; signal?: AbortSignal | undefined },
  ): Promise<DetachedLook> {
    const seen = await ask(verb, host, id, { ...options, bytes: WHILE_RUNNING_BYTES });
    if (seen.state === 'absent' || seen.state === 'running') return seen;
    return ask('look', host, id, { bytes: WHOLE_BYTES, signal: options.signal });
  }

  return {
    start: (host, id, argv, { signal } = {}) => askWhole('start', host, id, { argv, signal }),
    look: (host, id, { signal } = {}) => askWhole('look', host, id, { signal }),
    withdraw: (host, id, { signal } = {}) => askWhole('withdraw', host, id, { signal }),
    end: (host, id, { signal } = {}) => askWhole('end', host, id, { signal }),
  };
}

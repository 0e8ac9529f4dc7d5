import { formatArgv } from '../../core/exec-result.ts';
import type { HostAsking } from './asking.ts';
import { askOneHost, toSaid } from './ask-one-host.ts';
import { fail, ok, warn, type Finding } from './finding.ts';
import { orFail } from './or-fail.ts';

/** A command behind sudo, and as whom. */
export interface Sudo {
  as: readonly string[];
  command: readonly string[];
}

const WITH_VALUE = /^-[ugCDRTprthU]$/;
const AS = /^(?:-[ug]|--user=|--group=)/;

/** Takes apart `sudo [options] [NAME=value …] command …`; undefined where there is no sudo, or nothing behind it. */
export function findSudo(argv: readonly string[]): Sudo | undefined {
  const [program = '', ...words] = argv;
  if (program !== 'sudo' && !program.endsWith('/sudo')) return undefined;
  const as: string[] = [];
  let at = 0;
  for (; words[at] !== undefined; at += 1) {
    const word = words[at] ?? '';
    if (word === '--') {
      at += 1;
      break;
    }
    if (!word.startsWith('-') && !/^\w+=/.test(word)) break;
    const taken = WITH_VALUE.test(word) ? [word, words[(at += 1)] ?? ''] : [word];
    if (AS.test(word)) as.push(...taken);
  }
  const command = words.slice(at);
  return command.length === 0 ? undefined : { as, command };
}

/** Whether sudo would run the command, and without a password that nobody is there to type. It is listed, not run. */
export async function checkSudo({ as, command }: Sudo, asking: HostAsking): Promise<Finding[]> {
  const { host, inventory, texts } = asking;
  const { doctor } = texts;
  const check = `host.${host}.sudo`;
  const facts = { command: formatArgv(command) };
  const fix = doctor.sudoFix({ ...facts, host, user: inventory.hosts[host]?.user ?? '' });
  return orFail(check, doctor.lateFix, async () => {
    const result = await askOneHost(['sudo', '-n', '-l', '-l', ...as, '--', ...command], asking);
    if (result.exitCode !== 0) return [fail(check, doctor.sudoRefused({ ...facts, said: toSaid(result) }), fix)];
    if (/!authenticate|NOPASSWD/.test(result.stdout)) return [ok(check, doctor.sudoAllowed(facts))];
    // The long form names the rule; without "!authenticate" in its options, the rule asks.
    if (/^\s*(RunAs|Commands:|Sudoers entry)/m.test(result.stdout)) return [fail(check, doctor.sudoAsks(facts), fix)];
    return [warn(check, doctor.sudoUnclear(facts), fix)];
  });
}

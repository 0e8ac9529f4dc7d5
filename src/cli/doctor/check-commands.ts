import { formatArgv } from '../../core/exec-result.ts';
import type { HostAsking } from './asking.ts';
import { askOneHost, toSaid } from './ask-one-host.ts';
import { checkSudo, findSudo } from './check-sudo.ts';
import { fail, ok, warn, type Finding } from './finding.ts';
import { orFail } from './or-fail.ts';

type Argv = readonly string[];

const INTERPRETERS = /^(?:.*\/)?(?:sh|bash|dash|zsh|python3?|perl|node)$/;
/** What only root may; of systemctl, what changes something. */
const FOR_ROOT = /^(?:.*\/)?(?:service|ufw|iptables|nft|mount|umount|reboot|shutdown)$/;
const SYSTEMCTL = /^(?:.*\/)?systemctl$/;
const SYSTEMCTL_CHANGES = /^(?:start|stop|restart|reload|enable|disable|mask|unmask|isolate|daemon-reload)$/;

/** What runs call on the host: that it is installed and may be executed, by sudo where it stands in the command. */
export async function checkCommands(isRestricted: boolean, asking: HostAsking): Promise<Finding[]> {
  const { host, hostCommands } = asking;
  const called = hostCommands.filter((command) => command.host === host).map(({ argv }) => argv);
  const sudos = called.flatMap((argv) => findSudo(argv) ?? []);
  // A forced command answers what it is not asked by runs as it likes; `checkKey` says which it must let pass.
  const looks = isRestricted ? [] : [checkPrograms(called, asking), checkRoot(called, asking)];
  const found = await Promise.all([...looks, ...sudos.map((sudo) => checkSudo(sudo, asking))]);
  return found.flat();
}

async function checkPrograms(called: readonly Argv[], asking: HostAsking): Promise<Finding[]> {
  const { host, texts } = asking;
  const { doctor } = texts;
  const check = `host.${host}.commands`;
  // Docker is asked for what runs want of it by `checkDocker`.
  const others = called.filter(([program]) => program !== 'docker');
  const looks = new Map(others.flatMap(listLooks).map((look) => [look.join(' '), look]));
  if (looks.size === 0) return [];
  return orFail(check, doctor.lateFix, async () => {
    const answers = await Promise.all(
      [...looks.values()].map(async (look) => ({ look, isThere: (await askOneHost(look, asking)).exitCode === 0 })),
    );
    const missing = answers.filter(({ isThere }) => !isThere).map(({ look }) => look.at(-1) ?? '');
    if (missing.length === 0)
      return [ok(check, doctor.commands({ names: answers.map(({ look }) => look.at(-1) ?? '') }))];
    return missing.map((name) =>
      fail(check, doctor.commandMissing({ name }), doctor.commandMissingFix({ host, name })),
    );
  });
}

/** How to see that a program is there without starting it. `command -v` says yes to files that cannot be executed in some shells. */
function listLooks(argv: Argv): Argv[] {
  const [program = '', script = ''] = argv;
  const own = program.includes('/') ? ['test', '-x', program] : ['command', '-v', program];
  return INTERPRETERS.test(program) && script.startsWith('/') ? [own, ['test', '-r', script]] : [own];
}

async function checkRoot(called: readonly Argv[], asking: HostAsking): Promise<Finding[]> {
  const { host, texts } = asking;
  const { doctor } = texts;
  const check = `host.${host}.root`;
  const wanting = called.filter(wantsRoot);
  if (wanting.length === 0) return [];
  return orFail(check, doctor.lateFix, async () => {
    const result = await askOneHost(['id', '-u'], asking);
    const uid = result.stdout.trim();
    if (uid === '0') return [];
    return wanting.map((argv) => {
      const facts = { command: formatArgv(argv), uid: /^\d+$/.test(uid) ? uid : toSaid(result) };
      return warn(check, doctor.wantsRoot(facts), doctor.wantsRootFix({ command: facts.command }));
    });
  });
}

function wantsRoot([program = '', ...args]: Argv): boolean {
  if (SYSTEMCTL.test(program)) return !args.includes('--user') && args.some((arg) => SYSTEMCTL_CHANGES.test(arg));
  return FOR_ROOT.test(program);
}

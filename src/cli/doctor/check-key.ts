import { randomBytes } from 'node:crypto';
import { formatArgv } from '../../core/exec-result.ts';
import type { HostAsking } from './asking.ts';
import { askOneHost, toSaid } from './ask-one-host.ts';
import { fail, ok, warn, type Finding } from './finding.ts';
import { orFail } from './or-fail.ts';

/**
 * Whether the account's commands are run as they are asked. A key may have a forced command in authorized_keys that lets
 * some pass and answers the rest itself; then what it refuses here says nothing about what it lets pass.
 */
export async function checkKey(asking: HostAsking): Promise<{ isRestricted: boolean; findings: Finding[] }> {
  const { host, texts, hostCommands } = asking;
  const { doctor } = texts;
  const check = `host.${host}.key`;
  let isRestricted = false;
  const findings = await orFail(check, doctor.lateFix, async () => {
    const word = `watchkeeper-${randomBytes(6).toString('hex')}`;
    const result = await askOneHost(['echo', word], asking);
    if (result.exitCode === 0 && result.stdout.trim() === word) return [ok(check, doctor.keyFree)];
    if (result.stdout.includes(word)) {
      const said = result.stdout.replace(word, '').trim().split('\n')[0]?.slice(0, 160) ?? '';
      return [fail(check, doctor.shellTalks({ said }), doctor.shellTalksFix)];
    }
    isRestricted = true;
    const commands = hostCommands.filter((command) => command.host === host).map(({ argv }) => formatArgv(argv));
    const fix = commands.length === 0 ? doctor.keyForcedNothing : doctor.keyForcedFix({ commands });
    return [warn(check, doctor.keyForced({ said: toSaid(result) }), fix)];
  });
  return { isRestricted, findings };
}

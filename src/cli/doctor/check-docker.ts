import { randomBytes } from 'node:crypto';
import { groupByCondition, LIST_CONTAINERS, parseContainers } from '../../core/docker.ts';
import type { ExecResult } from '../../core/ports/remote.ts';
import type { HostAsking } from './asking.ts';
import { askOneHost, toSaid } from './ask-one-host.ts';
import { fail, ok, type Finding } from './finding.ts';
import { orFail } from './or-fail.ts';

/** Verbs that take containers by name, and do nothing for one that is not there. */
const ASKABLE = new Set(['start', 'stop', 'restart', 'inspect', 'logs']);

/** Docker where runs call it: that it answers, has the containers, and lets the account do what runs do. */
export async function checkDocker(isRestricted: boolean, asking: HostAsking): Promise<Finding[]> {
  const { host, hostCommands, texts } = asking;
  const verbs = hostCommands.flatMap(({ host: on, argv: [program, verb] }) =>
    on === host && program === 'docker' && verb !== undefined ? [verb] : [],
  );
  if (verbs.length === 0) return [];
  const [listed, ...asked] = await Promise.all([
    orFail(`host.${host}.docker`, texts.doctor.lateFix, () => checkList(asking)),
    // A forced command may know the containers by name: what it says to another name is no answer.
    ...(isRestricted
      ? []
      : [...new Set(verbs)].filter((verb) => ASKABLE.has(verb)).map((verb) => checkVerb(verb, asking))),
  ]);
  // Where it does not answer at all, each verb would only say so again.
  return listed.some(({ level }) => level === 'fail') ? listed : [...listed, ...asked.flat()];
}

async function checkList(asking: HostAsking): Promise<Finding[]> {
  const { host, inventory, texts } = asking;
  const { doctor } = texts;
  const check = `host.${host}.docker`;
  const result = await askOneHost(LIST_CONTAINERS, asking);
  if (result.exitCode !== 0)
    return [fail(check, doctor.dockerRefused({ said: toSaid(result) }), toFix(result, asking))];
  const listed = parseContainers(result.stdout);
  const sites = Object.values(inventory.services).flatMap(({ primary, standby }) => [primary, standby]);
  const names = sites.flatMap((site) => (site.host === host ? [...site.containers, ...site.fence.stop] : []));
  const { missing } = groupByCondition([...new Set(names)], listed);
  if (missing.length > 0) {
    return [fail(check, doctor.containersMissing({ names: missing.join(', ') }), doctor.containersMissingFix)];
  }
  return [ok(check, doctor.dockerAllowed({ count: listed.length }))];
}

/** Asked of a container that there cannot be: a daemon that would do it looks for it, one that would not says so before. */
async function checkVerb(verb: string, asking: HostAsking): Promise<Finding[]> {
  const { host, texts } = asking;
  const { doctor } = texts;
  const check = `host.${host}.docker.${verb}`;
  return orFail(check, doctor.lateFix, async () => {
    const result = await askOneHost(['docker', verb, `watchkeeper-doctor-${randomBytes(6).toString('hex')}`], asking);
    if (/no such (container|object)/i.test(result.stderr)) return [ok(check, doctor.dockerVerb({ verb }))];
    const facts = { verb, said: toSaid(result) };
    if (result.exitCode === 0) return [fail(check, doctor.dockerVerbSwallowed(facts), doctor.dockerVerbFix({ verb }))];
    return [fail(check, doctor.dockerVerbRefused(facts), doctor.dockerVerbFix({ verb }))];
  });
}

function toFix({ exitCode, stderr }: ExecResult, { host, inventory, texts: { doctor } }: HostAsking): string {
  const user = inventory.hosts[host]?.user ?? '';
  if (exitCode === 127 || /not found/i.test(stderr)) return doctor.dockerMissingFix({ host });
  if (/permission denied|denied while/i.test(stderr)) return doctor.dockerDeniedFix({ host, user });
  if (/cannot connect|is the docker daemon running/i.test(stderr)) return doctor.dockerDownFix({ host });
  return doctor.dockerOtherFix({ host, user });
}

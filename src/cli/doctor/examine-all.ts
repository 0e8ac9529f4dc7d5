import { checkRunbooks } from '../../check-runbooks.ts';
import { loadConfiguration, type Configuration } from '../../config/configuration.ts';
import { findKnownSecrets } from '../../config/known-secrets.ts';
import { systemClock } from '../../core/clock.ts';
import { OpsError } from '../../core/errors.ts';
import { listKnown } from '../../core/known-secrets.ts';
import type { Log } from '../../core/ports/log.ts';
import { hideKnown } from '../../core/redact.ts';
import { catalogues, type Texts } from '../../core/texts/catalogue.ts';
import { createPorts } from '../../ports.ts';
import { listCloudflareChecks } from './cloudflare-checks.ts';
import { listDnsChecks } from './dns-checks.ts';
import { fail, ok, type Finding } from './finding.ts';
import { listHostChecks } from './host-checks.ts';
import { listMailChecks } from './mail-checks.ts';
import { listMachineChecks } from './machine-checks.ts';
import { runChecks } from './run-checks.ts';
import { listSlackChecks } from './slack-checks.ts';
import type { VerbContext } from '../verb.ts';

type Needs = Pick<VerbContext, 'env' | 'texts' | 'print'>;

/** Asks everything that the bot will need, at once and without changing anything. Gives the exit code: 1 when something fails. */
export async function examineAll({ env, texts, print }: Needs, { isJson }: { isJson: boolean }): Promise<number> {
  const findings = await examine(env, texts);
  const count = (level: Finding['level']): number => findings.filter((finding) => finding.level === level).length;
  const counts = { ok: count('ok'), warn: count('warn'), fail: count('fail') };
  if (isJson) print(JSON.stringify({ isWell: counts.fail === 0, ...counts, findings }));
  else print([...findings.flatMap((finding) => toLines(finding, texts)), texts.doctor.summary(counts)].join('\n'));
  return counts.fail === 0 ? 0 : 1;
}

async function examine(env: NodeJS.ProcessEnv, texts: Texts): Promise<Finding[]> {
  let configuration: Configuration;
  try {
    configuration = loadConfiguration(env);
  } catch (thrown) {
    if (!(thrown instanceof OpsError)) throw thrown;
    // One line is one problem, with what would be right; nothing else can be asked without it.
    const hints = new Set(
      Object.values(catalogues).flatMap(({ config }) => [config.inventoryHint, config.environmentHint]),
    );
    return thrown.message
      .split('\n')
      .filter((line) => !hints.has(line))
      .map((line) => fail('configuration', line, thrown.hint ?? texts.config.inventoryHint));
  }
  const { environment, inventory } = configuration;
  const secrets = findKnownSecrets(environment, env);
  const inTheirs = catalogues[inventory.locale];
  const ports = createPorts({ environment, inventory, secrets, texts: inTheirs, clock: systemClock, log: quiet });
  const asking = { inventory, ports, texts: inTheirs, clock: systemClock };
  try {
    const checks = [
      { name: 'runbooks', run: () => examineRunbooks(configuration, inTheirs) },
      ...listMachineChecks(environment, systemClock, inTheirs),
      ...listSlackChecks(configuration, inTheirs),
      ...listCloudflareChecks(configuration, ports.dnsProvider, inTheirs),
      ...listHostChecks(asking),
      ...listDnsChecks(asking),
      ...listMailChecks(asking),
    ];
    const file = environment.inventory;
    const findings = [
      ok('configuration', inTheirs.doctor.configuration({ file })),
      ...(await runChecks(checks, systemClock, inTheirs)),
    ];
    const known = listKnown(secrets);
    return findings.map((finding) => ({ ...finding, message: hideKnown(finding.message, known) }));
  } finally {
    await ports.close();
  }
}

async function examineRunbooks(configuration: Configuration, texts: Texts): Promise<Finding[]> {
  const { runbooks: count, steps } = await checkRunbooks(configuration, texts);
  return [ok('runbooks', texts.doctor.runbooks({ count, steps }))];
}

function toLines({ check, level, message, fix }: Finding, { doctor: words }: Texts): string[] {
  const line = `${words.level[level]}  ${check}: ${message}`;
  return fix === undefined || level === 'ok' ? [line] : [line, words.fix({ fix })];
}

const nothing = (): void => {};
/** What adapters would log is in the findings. */
const quiet: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing, child: () => quiet };

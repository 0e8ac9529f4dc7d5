import { loadConfiguration, type Configuration } from '../../config/configuration.ts';
import { findKnownSecrets } from '../../config/known-secrets.ts';
import { systemClock } from '../../core/clock.ts';
import { OpsError } from '../../core/errors.ts';
import { listKnown } from '../../core/known-secrets.ts';
import type { Log } from '../../core/ports/log.ts';
import { hideKnown } from '../../core/redact.ts';
import { catalogues, type Texts } from '../../core/texts/catalogue.ts';
import { planAll, type AllPlans } from '../../plan-all.ts';
import { createPorts } from '../../ports.ts';
import { loadSdk } from '../../dns/cloudflare-sdk.ts';
import { createSecret } from '../../core/secret.ts';
import { listCloudflareChecks } from './cloudflare-checks.ts';
import { listDnsChecks } from './dns-checks.ts';
import { fail, ok, type Finding } from './finding.ts';
import { listHostChecks } from './host-checks.ts';
import { listMailChecks } from './mail-checks.ts';
import { listMachineChecks } from './machine-checks.ts';
import { runChecks } from './run-checks.ts';
import { listSlackChecks } from './slack-checks.ts';
import { listStepUpChecks } from './step-up-checks.ts';
import { listWriteChecks } from './try-write.ts';
import { EXIT } from '../exit-code.ts';
import type { VerbContext } from '../verb.ts';

type Needs = Pick<VerbContext, 'env' | 'texts' | 'print' | 'accounts'>;

interface Wish {
  isJson: boolean;
  /** Also proves by a write that changes nothing that records may be edited. */
  isTryingToWrite: boolean;
}

/**
 * Asks everything that the bot will need, at once and, unless a write is wished for, without changing anything. Gives the
 * exit code: warnings alone are a success.
 */
export async function examineAll(needs: Needs, { isJson, isTryingToWrite }: Wish): Promise<number> {
  const { texts, print } = needs;
  const findings = await examine(needs, isTryingToWrite);
  const count = (level: Finding['level']): number => findings.filter((finding) => finding.level === level).length;
  const counts = { ok: count('ok'), warn: count('warn'), fail: count('fail') };
  if (isJson) print(JSON.stringify({ isWell: counts.fail === 0, ...counts, findings }));
  else print([...findings.flatMap((finding) => toLines(finding, texts)), texts.doctor.summary(counts)].join('\n'));
  return counts.fail === 0 ? EXIT.succeeded : EXIT.failed;
}

async function examine({ env, texts, accounts }: Needs, isTryingToWrite: boolean): Promise<Finding[]> {
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
  try {
    const [plans, { name: account }] = await Promise.all([
      planOrFail(configuration, inTheirs),
      accounts([]).self(),
      // It holds everything up while it is loaded: then, and not while others are timed.
      loadSdk({ token: createSecret(''), baseUrl: undefined }),
    ]);
    const { hostCommands } = plans;
    const asking = { inventory, ports, texts: inTheirs, clock: systemClock, hostCommands };
    const checks = [
      ...listMachineChecks(environment, systemClock, inTheirs),
      ...listSlackChecks(configuration, inTheirs),
      ...listStepUpChecks(configuration, inTheirs),
      ...listCloudflareChecks(configuration, {
        provider: ports.dnsProvider,
        clock: systemClock,
        texts: inTheirs,
        isTryingToWrite,
      }),
      ...(isTryingToWrite ? listWriteChecks(configuration, { account, clock: systemClock, texts: inTheirs }) : []),
      ...listHostChecks(asking),
      ...listDnsChecks(asking),
      ...listMailChecks(asking),
    ];
    const file = environment.inventory;
    const findings = [
      ok('configuration', inTheirs.doctor.configuration({ file })),
      ...plans.findings,
      ...(await runChecks(checks, systemClock, inTheirs)),
    ];
    const known = listKnown(secrets);
    return findings.map((finding) => hideIn(finding, known));
  } finally {
    await ports.close();
  }
}

/** Without runbooks, hosts are asked all the same, and not for what the runs would call there. */
async function planOrFail(
  configuration: Configuration,
  texts: Texts,
): Promise<Pick<AllPlans, 'hostCommands'> & { findings: Finding[] }> {
  try {
    const { runbooks: count, steps, problems, hostCommands } = await planAll(configuration, texts);
    const broken = problems.map((problem) => fail('runbooks', problem, texts.doctor.planBrokenHint));
    return {
      hostCommands,
      findings: broken.length > 0 ? broken : [ok('runbooks', texts.doctor.runbooks({ count, steps }))],
    };
  } catch (thrown) {
    if (!(thrown instanceof OpsError)) throw thrown;
    return {
      hostCommands: [],
      findings: [fail('runbooks', thrown.message, thrown.hint ?? texts.doctor.planBrokenHint)],
    };
  }
}

/** A fix may name what the inventory calls on hosts, and a secret may stand in that. */
function hideIn(finding: Finding, known: ReturnType<typeof listKnown>): Finding {
  const message = hideKnown(finding.message, known);
  return finding.level === 'ok' ? { ...finding, message } : { ...finding, message, fix: hideKnown(finding.fix, known) };
}

function toLines(finding: Finding, { doctor: words }: Texts): string[] {
  const { check, level, message } = finding;
  const line = `${words.level[level]}  ${check}: ${message}`;
  return finding.level === 'ok' ? [line] : [line, words.fix({ fix: finding.fix })];
}

const nothing = (): void => {};
/** What adapters would log is in the findings. */
const quiet: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing, child: () => quiet };

import { z } from 'zod';
import { curlFrom, type VantageSight } from '../core/vantage.ts';
import { curlArgv } from '../core/curl.ts';
import { formatEndpoint, siteEndpoint } from '../core/endpoint.ts';
import { OpsError } from '../core/errors.ts';
import { getHost, getService } from '../core/get-service.ts';
import { judgeHttp, type HttpVerdict } from '../core/http-verdict.ts';
import type { HostConfig, ServiceConfig, SiteConfig, SiteName } from '../core/inventory.ts';
import type { HttpAnswer, ProbeResult } from '../core/ports/prober.ts';
import type { Output } from '../core/output.ts';
import { defineStep, type StepContext } from '../core/step.ts';

const TIMEOUT_MS = 2_500;
const VANTAGE_CURL_SECONDS = 2;
const PULSE_MS = 1_000;
const CERTIFICATE_WARNING_MS = 14 * 86_400_000;

const params = z.object({
  service: z.string(),
  site: z.enum(['primary', 'standby']),
  /** `down` refuses a site that answers, `up` one that does not; `reachable` wants its host's SSH only. */
  expect: z.enum(['down', 'up', 'reachable']),
  /** How long `up` has to hold without a break; 0: once. */
  forMs: z.number().int().nonnegative(),
});
type Params = z.infer<typeof params>;

interface Place {
  service: ServiceConfig;
  name: SiteName;
  site: SiteConfig;
  host: HostConfig;
}

interface Sight {
  http: HttpVerdict;
  parts: readonly string[];
  hasSsh: boolean;
  vantages: readonly VantageSight[];
  outputs: readonly Output[];
  certificateValidTo?: Date | undefined;
}

/** Asks a site itself, not through DNS, whether it is there: TCP, HTTP(S) and SSH at once, and from other hosts too. */
export const probeSite = defineStep({
  type: 'site.probe',
  risk: 'read',
  params,
  timeoutMs: ({ forMs }) => forMs + 15_000,
  title: ({ site }, { steps }) => steps.probeTitle({ site }),
  describe: ({ service, site, expect, forMs }, { steps }) =>
    expect === 'up' && forMs > 0
      ? steps.probeDescribe.upFor({ service, site, forMs })
      : steps.probeDescribe[expect]({ service, site }),
  async apply(asked, context) {
    const service = getService(context.inventory, asked.service);
    const site = service[asked.site];
    const place: Place = { service, name: asked.site, site, host: getHost(context.inventory, site.host) };
    const sight = await look(place, context);
    context.signal.throwIfAborted();
    refuseUnexpected(asked, sight, context);
    if (asked.expect === 'up' && asked.forMs > 0) await stayUp(asked.forMs, place, context);
    return toResult(asked, place, sight, context);
  },
  hostCommands({ service: name, site }, { inventory }) {
    const service = getService(inventory, name);
    const { url, tls, connect } = service[site].probe;
    const argv = curlArgv({ url, connect, tls, timeoutSeconds: VANTAGE_CURL_SECONDS });
    return listOthers(service, service[site].host).map((host) => ({ host, argv }));
  },
});

/** A site is not asked from itself. */
function listOthers({ vantage }: ServiceConfig, own: string): readonly string[] {
  return vantage.filter((host) => host !== own);
}

async function look(place: Place, context: StepContext): Promise<Sight> {
  const { prober, signal, texts } = context;
  const endpoint = siteEndpoint(place.site.probe);
  const limits = { timeoutMs: TIMEOUT_MS, signal };
  const others = listOthers(place.service, place.host.name);
  const [tcp, answer, ssh, vantages] = await Promise.all([
    prober.tcp({ ...endpoint, ...limits }),
    askHttp(place, context),
    prober.banner({ address: place.host.address, port: place.host.port, ...limits }),
    Promise.all(others.map((host) => askVantage(host, place, context))),
  ]);
  const http = judgeHttp(answer, place.service, place.name, place.site.probe.url, texts);
  const { steps } = texts;
  const hasSsh = ssh.ok && ssh.line.startsWith('SSH-');
  const sshFailed = ssh.ok ? steps.sshNoBanner : steps.sshFailed({ reason: steps.noAnswer[ssh.reason] });
  const { port } = endpoint;
  const parts = [
    tcp.ok ? steps.tcpOpen({ port }) : steps.tcpFailed({ port, reason: steps.noAnswer[tcp.reason] }),
    http.text,
    hasSsh ? steps.sshAnswers : sshFailed,
  ];
  const details = [tcp, answer, ssh].map(
    (result, index) => `${parts[index] ?? ''}${result.ok ? '' : ` (${result.detail})`}`,
  );
  const here = { title: steps.from({ place: steps.here }), text: details.join('\n') };
  const outputs = [here, ...vantages.flatMap(({ output }) => output ?? [])];
  const certificateValidTo = answer.ok ? answer.certificateValidTo : undefined;
  return { http, parts, hasSsh, vantages, outputs, certificateValidTo };
}

function askHttp({ site }: Place, { prober, signal }: StepContext): Promise<ProbeResult<HttpAnswer>> {
  const { url, connect, tls } = site.probe;
  return prober.http({ url, ...(connect !== undefined && { connect }), tls, timeoutMs: TIMEOUT_MS, signal });
}

function askVantage(host: string, { service, name, site }: Place, context: StepContext): Promise<VantageSight> {
  const { url, tls } = site.probe;
  const { address, port } = siteEndpoint(site.probe);
  const connect = formatEndpoint(address, port);
  return curlFrom(host, { service, site: name, url, connect, tls, timeoutSeconds: VANTAGE_CURL_SECONDS }, context);
}

function refuseUnexpected({ service, site, expect }: Params, sight: Sight, { texts: { steps } }: StepContext): void {
  const { http, parts, hasSsh, vantages } = sight;
  if (expect === 'reachable' && !hasSsh) {
    throw new OpsError('remote_failed', steps.probeNotReachable({ site, service, parts }), {
      hint: steps.probeNotReachableHint,
    });
  }
  if (expect === 'up' && !http.isGood) {
    throw new OpsError('remote_failed', steps.probeNotUp({ site, service, parts }), {
      hint: steps.probeNotUpHint,
      details: { isConditionToBegin: true },
    });
  }
  if (expect !== 'down') return;
  const good = [{ host: steps.here, http }, ...vantages].find((one) => one.http?.isGood);
  if (!good) return;
  const place = steps.from({ place: good.host });
  throw new OpsError('conflict', steps.probeHttpOk({ site, service, text: good.http?.text ?? '', place }), {
    hint: steps.probeHttpOkHint({ service }),
    details: { isConditionToBegin: true },
  });
}

/** Asks once a second; one bad answer is enough to refuse. */
async function stayUp(forMs: number, place: Place, context: StepContext): Promise<void> {
  const { clock, signal, texts, progress } = context;
  const { name: site, service } = place;
  const start = clock.now().getTime();
  const elapsed = (): number => clock.now().getTime() - start;
  while (elapsed() < forMs) {
    progress(texts.steps.probeUpFor({ elapsedMs: elapsed(), forMs }));
    await clock.sleep(PULSE_MS, signal);
    signal.throwIfAborted();
    const verdict = judgeHttp(await askHttp(place, context), service, site, place.site.probe.url, texts);
    signal.throwIfAborted();
    if (verdict.isGood) continue;
    const facts = { site, service: service.name, text: verdict.text, afterMs: elapsed() };
    throw new OpsError('remote_failed', texts.steps.probeDidNotStayUp(facts), {
      hint: texts.steps.probeDidNotStayUpHint,
    });
  }
}

function toResult({ expect, forMs }: Params, place: Place, sight: Sight, { texts, clock }: StepContext) {
  const { steps } = texts;
  const { http, parts, vantages, outputs, certificateValidTo } = sight;
  const agreeing = vantages.filter((one) => one.http && one.http.isGood === http.isGood).map((one) => one.host);
  const held = expect === 'up' && forMs > 0 ? [steps.probeStayedUp({ forMs })] : [];
  const validForMs = certificateValidTo ? certificateValidTo.getTime() - clock.now().getTime() : Infinity;
  const warnings = [
    ...vantages.flatMap(({ host, trouble }) =>
      trouble === undefined ? [] : [steps.probeCouldNotAsk({ host, why: trouble })],
    ),
    ...vantages.flatMap((one) =>
      http.isGood && one.http && !one.http.isGood
        ? [steps.probeNotSeenFrom({ host: one.host, text: one.http.text })]
        : [],
    ),
    ...(expect === 'down' && vantages.length > 0 && agreeing.length === 0 ? [steps.probeOnlyFromHere] : []),
    ...(validForMs < CERTIFICATE_WARNING_MS ? [steps.certificateEnds({ site: place.name, inMs: validForMs })] : []),
  ];
  const summary = steps.probeSummary({
    verdict: steps.probeVerdict[expect],
    parts: [...parts, ...held],
    seenFrom: [steps.here, ...agreeing],
  });
  return { summary, facts: { verdict: expect, http: http.code }, warnings, outputs };
}

import { z } from 'zod';
import { askAsUser, refuseWrites } from '../core/ask-as-user.ts';
import { isNoAnswer } from '../core/ask-host.ts';
import { curlArgv } from '../core/curl.ts';
import { digArgv } from '../core/dig.ts';
import { formatEndpoint, portOf, schemeOf } from '../core/endpoint.ts';
import { OpsError } from '../core/errors.ts';
import { getService } from '../core/get-service.ts';
import { isSameName } from '../core/same-target.ts';
import type { Output } from '../core/output.ts';
import { defineStep, type StepContext } from '../core/step.ts';
import { curlFrom, digFrom } from '../core/vantage.ts';
import { listAddresses, listAuthoritative, watchName, type Sighting } from '../core/watch-name.ts';

const API_TIMEOUT_MS = 8_000;
const VANTAGE_CURL_SECONDS = 2.5;
const DECLARED_WITHIN_MS = 60_000;
const DRAINED_WITHIN_MS = 30_000;
const DRAIN_GRACE_MS = 15_000;
const AUTO_TTL_SECONDS = 300;

const params = z.object({
  service: z.string(),
  site: z.enum(['primary', 'standby']),
  zone: z.string(),
  record: z.string(),
  target: z.string(),
  previousTarget: z.string(),
  ttlSeconds: z.number().int().positive(),
  authoritative: z.union([z.literal('auto'), z.array(z.string()).readonly()]),
  resolvers: z.array(z.string()).readonly(),
  /** Hosts from which real dig and curl are run. */
  vantage: z.array(z.string()).readonly(),
});
type Params = z.infer<typeof params>;

interface Seen {
  servers: number;
  sightings: readonly Sighting[];
  warnings: readonly string[];
}

/**
 * Users have arrived: the authoritative servers answer the target ("declared"), the site behind that answer serves, and
 * every resolver has forgotten the old one ("drained"). The site is asked before the wait, so that one that does not
 * serve is known while going back still helps.
 */
export const verifyService = defineStep({
  type: 'service.verify',
  risk: 'read',
  params,
  timeoutMs: ({ ttlSeconds }) => (ttlSeconds === 1 ? AUTO_TTL_SECONDS : ttlSeconds) * 2_000 + 120_000,
  title: (_, { steps }) => steps.verifyTitle,
  describe: ({ target, resolvers, vantage }, { steps }) =>
    steps.verifyDescribe({ target, resolvers: resolvers.length, vantage }),
  async apply(asked, context) {
    const { steps } = context.texts;
    const service = getService(context.inventory, asked.service);
    const readBack = await readRecord(asked, context);
    const { isProxied } = readBack;
    const declared = isProxied ? nothing : await declare(asked, context);
    const address = await getAddress(asked, isProxied, declared.sightings, context);
    await askAsUser(service, asked.site, address, context);
    const refusesWrites = await refuseWrites(service, asked.site, address, context);
    const drained = isProxied ? nothing : await drain(asked, declared, context);
    const vantage = await askVantages(asked, address, context);
    return {
      summary: steps.verifySummary({
        authoritative: declared.servers,
        resolvers: drained.servers,
        isProxied,
        scheme: schemeOf(service.url),
        hosts: vantage.hosts,
        refusesWrites,
      }),
      warnings: [
        ...readBack.warnings,
        ...declared.warnings,
        ...drained.warnings,
        ...vantage.warnings,
        ...(isProxied && !service.marker ? [steps.verifyProxiedNoMarker] : []),
      ],
      outputs: vantage.outputs,
    };
  },
  hostCommands({ service, record, resolvers, vantage }, { inventory }) {
    const { url, tls } = getService(inventory, service);
    const curl = curlArgv({ url, tls, timeoutSeconds: VANTAGE_CURL_SECONDS });
    const digs = resolvers.map((server) => digArgv(server, record));
    return vantage.flatMap((host) => [curl, ...digs].map((argv) => ({ host, argv })));
  },
});

const nothing: Seen = { servers: 0, sightings: [], warnings: [] };

/** The provider's own word. It being down does not stop the verification by what users see. */
async function readRecord(
  asked: Params,
  context: StepContext,
): Promise<{ isProxied: boolean; warnings: readonly string[] }> {
  const { zone, record, target } = asked;
  const { dnsProvider, signal, texts } = context;
  try {
    const { content, proxied } = await dnsProvider.read(zone, record, { timeoutMs: API_TIMEOUT_MS, signal });
    if (isSameName(content, target)) return { isProxied: proxied, warnings: [] };
    throw new OpsError('conflict', texts.steps.verifyChanged({ record, content, target }), {
      hint: texts.steps.verifyChangedHint,
    });
  } catch (thrown) {
    if (!isNoAnswer(thrown)) throw thrown;
    return { isProxied: false, warnings: [texts.steps.verifyReadBackFailed({ why: thrown.message })] };
  }
}

async function declare(asked: Params, context: StepContext): Promise<Seen> {
  const { steps } = context.texts;
  const servers = await listAuthoritative(asked, context);
  if (servers.length === 0) return { ...nothing, warnings: [steps.dnsShowNoAuthoritative({ zone: asked.zone })] };
  const report = reporter(context);
  const { record, target, resolvers } = asked;
  const sightings = await watchName(
    {
      record,
      target,
      servers,
      resolvers,
      minMs: DECLARED_WITHIN_MS,
      onChange: (seen) => report(toDeclared(seen, servers, context)),
    },
    context,
  );
  return judge(asked, sightings, DECLARED_WITHIN_MS, context);
}

async function drain(asked: Params, declared: Seen, context: StepContext): Promise<Seen> {
  const { steps } = context.texts;
  const { record, target, resolvers, zone } = asked;
  if (resolvers.length === 0) {
    if (declared.servers > 0) return nothing;
    throw new OpsError('invalid_input', steps.verifyNoServers({ zone }), { hint: steps.verifyNoServersHint });
  }
  const report = reporter(context);
  const start = context.clock.now().getTime();
  const before = toDeclared(declared.sightings, declared.sightings, context);
  const sightings = await watchName(
    {
      record,
      target,
      servers: resolvers,
      resolvers,
      minMs: DRAINED_WITHIN_MS,
      graceAfterTtlMs: DRAIN_GRACE_MS,
      onChange: (seen) => report([before, ...seen.flatMap((one) => toCountdown(one, context))].join('; ')),
    },
    context,
  );
  return judge(asked, sightings, context.clock.now().getTime() - start, context);
}

/** Says a thing only when it is another than before. */
function reporter({ progress }: StepContext): (text: string) => void {
  let last = '';
  return (text) => {
    if (text !== last) progress(text);
    last = text;
  };
}

function toDeclared(seen: readonly Sighting[], all: readonly unknown[], { texts }: StepContext): string {
  return texts.steps.verifyAuthoritative({
    done: seen.filter(({ state }) => state === 'new').length,
    total: all.length,
  });
}

function toCountdown(sighting: Sighting, { texts: { steps } }: StepContext): string[] {
  const { server } = sighting;
  if (sighting.state === 'silent') return [steps.verifySilent({ server })];
  return sighting.state === 'old' ? [steps.verifyOldFor({ server, seconds: sighting.reading.ttlSeconds })] : [];
}

function judge(
  { service, record, target }: Params,
  sightings: readonly Sighting[],
  afterMs: number,
  { texts }: StepContext,
): Seen {
  const { steps } = texts;
  const answers = sightings.flatMap((one) =>
    one.state === 'old' ? [steps.verifyAnswers({ server: one.server, text: one.reading.text })] : [],
  );
  if (answers.length > 0) {
    throw new OpsError('timed_out', steps.verifyStillOld({ record, target, answers, afterMs }), {
      hint: steps.verifyStillOldHint({ service }),
    });
  }
  const silent = sightings.filter(({ state }) => state === 'silent').map(({ server }) => server);
  if (silent.length === sightings.length) {
    throw new OpsError('unreachable', steps.verifyNobodyAnswers({ servers: silent }), {
      hint: steps.verifyNobodyAnswersHint,
    });
  }
  const warnings = silent.length === 0 ? [] : [steps.verifySilentWarning({ servers: silent })];
  return { servers: sightings.length - silent.length, sightings, warnings };
}

/** Where the new answer leads: the end of its chain, asked for once more where an authoritative server stops at the CNAME. */
async function getAddress(
  { record, target, resolvers }: Params,
  isProxied: boolean,
  sightings: readonly Sighting[],
  context: StepContext,
): Promise<string> {
  const seen = sightings.flatMap((one) => (one.state === 'new' ? one.reading.addresses : []));
  const [address] = seen.length > 0 ? seen : await listAddresses(isProxied ? record : target, resolvers, context);
  if (address !== undefined) return address;
  throw new OpsError('unreachable', context.texts.steps.verifyNoAddress({ target: isProxied ? record : target }), {
    hint: context.texts.steps.verifyNobodyAnswersHint,
  });
}

interface Vantages {
  /** From where the service was seen to be right. */
  hosts: readonly string[];
  warnings: readonly string[];
  outputs: readonly Output[];
}

/** The same with the tools that people would use, from other hosts. Evidence: what they cannot see is a warning. */
async function askVantages(asked: Params, address: string, context: StepContext): Promise<Vantages> {
  const seen = await Promise.all(asked.vantage.map((host) => askVantage(host, asked, address, context)));
  return {
    hosts: seen.flatMap(({ hosts }) => hosts),
    warnings: seen.flatMap(({ warnings }) => warnings),
    outputs: seen.flatMap(({ outputs }) => outputs),
  };
}

async function askVantage(host: string, asked: Params, address: string, context: StepContext): Promise<Vantages> {
  const { site, record, resolvers, previousTarget } = asked;
  const { steps } = context.texts;
  const service = getService(context.inventory, asked.service);
  const { url, tls } = service;
  const connect = formatEndpoint(address, portOf(url));
  const [curl, ...digs] = await Promise.all([
    curlFrom(host, { service, site, url, connect, tls, timeoutSeconds: VANTAGE_CURL_SECONDS }, context),
    ...resolvers.map((server) => digFrom(host, server, record, context)),
  ]);
  const isGood = curl.http?.isGood === true;
  const old = resolvers.filter((_, index) => digs[index]?.text.toLowerCase().includes(previousTarget.toLowerCase()));
  const troubles = [
    ...(isGood ? [] : [curl.trouble ?? curl.http?.text ?? '']),
    ...old.map((server) => steps.verifyAnswers({ server, text: previousTarget })),
  ];
  return {
    hosts: isGood ? [host] : [],
    warnings: troubles.map((text) => steps.verifyVantageFailed({ host, text })),
    outputs: [...digs, curl.output].filter((output) => output !== undefined),
  };
}

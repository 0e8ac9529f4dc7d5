import { z } from 'zod';
import type { Configuration } from '../../config/configuration.ts';
import type { AuditDraft } from '../../core/audit.ts';
import type { Clock } from '../../core/clock.ts';
import type { ServiceConfig } from '../../core/inventory.ts';
import type { Json } from '../../core/json.ts';
import type { Store } from '../../core/store.ts';
import type { Texts } from '../../core/texts/catalogue.ts';
import { openStore } from '../../open-store.ts';
import { createAskCloudflare, type AskCloudflare } from './cloudflare-api.ts';
import { findZone } from './cloudflare-zone.ts';
import { fail, ok, warn, type Check, type Finding } from './finding.ts';

const records = z.array(
  z.object({ id: z.string(), name: z.string(), type: z.string(), ttl: z.number(), content: z.string() }),
);

interface Deps {
  /** Of the operating system: whose deed it is. */
  account: string;
  clock: Clock;
  texts: Texts;
}

interface Place extends Deps {
  ask: AskCloudflare;
  store: Store;
  /** As the trail calls whoever it is. */
  actor: string;
}

/**
 * The one proof that a token may edit: each service's record is sent its own name, type and TTL. Its content is not sent,
 * so that a switch at the same moment cannot be taken back by it. Written down before and after, and not done while
 * everything is frozen or a run holds the service.
 */
export function listWriteChecks({ environment, inventory }: Configuration, deps: Deps): Check[] {
  const { apiToken, baseUrl } = environment.cloudflare;
  // Without a token there is nothing to try, which is told elsewhere.
  if (!apiToken) return [];
  const ask = createAskCloudflare(apiToken, baseUrl);
  const actor = inventory.people.find(({ account }) => account === deps.account)?.name ?? deps.account;
  return [
    {
      name: 'cloudflare.write',
      async run(signal) {
        const store = await openStore(environment.store, deps.texts, { isShared: true });
        try {
          const findings: Finding[] = [];
          for (const service of Object.values(inventory.services))
            findings.push(await tryOne(service, signal, { ...deps, ask, store, actor }));
          return findings;
        } finally {
          await store.close();
        }
      },
    },
  ];
}

async function tryOne(service: ServiceConfig, signal: AbortSignal, place: Place): Promise<Finding> {
  const { ask, store, texts } = place;
  const { doctor } = texts;
  const check = `cloudflare.write.${service.name}`;
  const { record, zone: zoneName } = service.dns;
  const holder = await store.runs.findHolder(service.name);
  if (holder || (await store.guards.findFreeze()))
    return warn(check, doctor.writeNotNow({ record }), doctor.writeNotNowFix);
  const zone = await findZone(ask, zoneName, signal);
  const path = `/zones/${zone?.id}/dns_records`;
  const listed = zone && (await ask(`${path}?name.exact=${encodeURIComponent(record)}`, signal));
  const before = records.safeParse(listed?.result).data?.find(({ name, type }) => name === record && type === 'CNAME');
  if (!before) return fail(check, doctor.writeNoRecord({ record }), doctor.noCloudflareTokenFix);
  const { id, name, type, ttl } = before;
  await note('intended', service, { record }, place);
  const { status, code } = await ask(`${path}/${id}`, signal, { method: 'PATCH', body: { name, type, ttl } }).catch(
    async (thrown: unknown): Promise<never> => {
      await note('unknown', service, { record }, place);
      throw thrown;
    },
  );
  await note(status < 400 ? 'ok' : 'failed', service, { record, status, code }, place);
  if (status < 400) return ok(check, doctor.writeDone({ record }));
  const isRefused = status === 401 || status === 403;
  return fail(
    check,
    isRefused ? doctor.writeRefused({ record, code }) : doctor.writeFailed({ record, status, code }),
    isRefused ? doctor.noCloudflareTokenFix : doctor.writeFailedFix,
  );
}

async function note(
  outcome: AuditDraft['outcome'],
  { name }: ServiceConfig,
  details: Record<string, Json>,
  { store, actor, account, clock }: Place,
): Promise<void> {
  const entry = { actor, via: 'cli' as const, act: 'doctor.wrote', subject: { service: name }, outcome };
  await store.audit.append([{ ...entry, details: { ...details, account } }], clock.now());
}

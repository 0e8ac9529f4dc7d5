import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../src/core/clock.ts';
import { createApiFaults } from './api-faults.ts';
import type { ApiFaults } from './api-faults.ts';
import { createApiServer } from './api-server.ts';
import type { RequestRecord } from './api-server.ts';
import { ORDINARY_TOKEN } from './authorise.ts';
import type { TokenState } from './authorise.ts';
import type { DnsRecord, RecordType } from './dns-record.ts';
import { createRecordStore } from './record-store.ts';
import type { RecordStore } from './record-store.ts';
import { answerRequest } from './routes.ts';
import { toZoneResult } from './zone-result.ts';

/** Cloudflare's DNS records API for one zone. */
export interface Cloudflare {
  /** Base URL for the SDK, ending in /client/v4. */
  readonly url: string;
  readonly token: string;
  readonly zone: { id: string; name: string };
  /** A copy of the record, by default the service's. Errors: there is none of that name. */
  record(name?: string): DnsRecord;
  /** Copies of all of them. */
  records(): DnsRecord[];
  /** Somebody changes the record in the dashboard. */
  setRecordByHand(content: string, name?: string): void;
  readonly requests: RequestRecord[];
  /** How many PATCH, PUT, POST and DELETE were carried out. */
  readonly writes: number;
  readonly faults: ApiFaults;
  close(): Promise<void>;
}

export interface CloudflareDeps {
  clock: Clock;
  zone: string;
  service: string;
  minTtlSeconds: number;
  records: readonly { name: string; type: RecordType; content: string; ttl: number }[];
  /** Called with all records after each change. */
  changed(records: DnsRecord[]): void;
}

export async function createCloudflare(deps: CloudflareDeps): Promise<Cloudflare> {
  const { clock, minTtlSeconds, changed } = deps;
  const zone = { id: randomBytes(16).toString('hex'), name: deps.zone };
  const token: TokenState = {
    ...ORDINARY_TOKEN,
    token: randomBytes(20).toString('hex'),
    isBad: false,
    isReadOnly: false,
  };
  const records = createRecordStore({
    clock,
    rules: { zone: zone.name, minTtlSeconds },
    changed: () => isReady && changed(records.list()),
  });
  let isReady = false;
  // A sandbox may begin with a shorter TTL than its API accepts.
  const seed = createRecordStore({ clock, rules: { zone: zone.name, minTtlSeconds: 1 }, changed() {} });
  for (const it of deps.records) records.adopt(seed.create(it));
  isReady = true;

  let writes = 0;
  const counted = countWrites(records, () => (writes += 1));
  const { faults, take } = createApiFaults(token);
  const routes = {
    zone,
    zoneResult: toZoneResult(zone, clock.now()),
    records: counted,
    token,
    tokenId: randomBytes(16).toString('hex'),
  };
  const server = await createApiServer({
    clock,
    answer: (request) => answerRequest(request, routes),
    takeTrouble: take,
  });

  function getByName(name: string): DnsRecord {
    const found = records.list().find((it) => it.name === name);
    if (found === undefined) throw new Error(`No record ${name}`);
    return found;
  }

  return {
    url: server.url,
    token: token.token,
    zone,
    record: (name = deps.service) => getByName(name),
    records: () => records.list(),
    setRecordByHand: (content, name = deps.service) => void records.edit(getByName(name).id, { content }),
    requests: server.requests,
    get writes() {
      return writes;
    },
    faults,
    close: server.close,
  };
}

function countWrites(records: RecordStore, count: () => void): RecordStore {
  const counting =
    <A extends unknown[], R>(act: (...args: A) => R) =>
    (...args: A): R => {
      const result = act(...args);
      count();
      return result;
    };
  return {
    ...records,
    create: counting(records.create),
    edit: counting(records.edit),
    replace: counting(records.replace),
    remove: counting(records.remove),
  };
}

import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../src/core/clock.ts';
import { ApiError } from './api-error.ts';
import type { DnsRecord, RecordFields, RecordType } from './dns-record.ts';
import { toRecordFields } from './record-fields.ts';
import type { FieldRules } from './record-fields.ts';

export interface RecordStore {
  /** Takes a record as it is, without checks. */
  adopt(record: DnsRecord): void;
  list(): DnsRecord[];
  /** Errors: ApiError 404 81044. */
  get(id: string): DnsRecord;
  create(body: Record<string, unknown>): DnsRecord;
  /** PATCH: what is not named stays. */
  edit(id: string, body: Record<string, unknown>): DnsRecord;
  /** PUT: what is not named falls back to its default. */
  replace(id: string, body: Record<string, unknown>): DnsRecord;
  remove(id: string): { id: string };
}

const DEFAULTS: RecordFields = {
  name: '',
  type: 'A',
  content: '',
  ttl: 1,
  proxied: false,
  comment: null,
  tags: [],
  settings: {},
};

/** The records of one zone with Cloudflare's rules; every record given out is a copy. `changed` runs after each change. */
export function createRecordStore(deps: { clock: Clock; rules: FieldRules; changed(): void }): RecordStore {
  const { clock, rules, changed } = deps;
  const records = new Map<string, DnsRecord>();

  function get(id: string): DnsRecord {
    const record = records.get(id);
    if (record === undefined) throw new ApiError(404, 81044, 'Record does not exist.');
    return record;
  }

  function save(record: DnsRecord): DnsRecord {
    records.set(record.id, record);
    changed();
    return structuredClone(record);
  }

  function update(id: string, body: Record<string, unknown>, base: (before: DnsRecord) => RecordFields): DnsRecord {
    const before = get(id);
    const fields = toRecordFields(body, base(before), rules);
    // In-place changes of the type ended in 2026; the code of the refusal is a guess.
    if (fields.type !== before.type) throw new ApiError(400, 9004, 'The type of a DNS record cannot be changed.');
    refuseConflict(
      fields,
      [...records.values()].filter((it) => it.id !== id),
    );
    return save(withFields(before, fields, clock.now()));
  }

  return {
    adopt: (record) => void save(structuredClone(record)),
    list: () => structuredClone([...records.values()]),
    get: (id) => structuredClone(get(id)),
    create(body) {
      for (const key of ['type', 'name', 'content'] as const) {
        if (body[key] !== undefined) continue;
        throw new ApiError(400, 1004, 'DNS Validation Error', [{ code: 9000, message: `DNS ${key} is required.` }]);
      }
      const fields = toRecordFields(body, DEFAULTS, rules);
      refuseConflict(fields, [...records.values()]);
      const now = clock.now();
      const blank = { id: randomBytes(16).toString('hex'), meta: {}, created_on: now.toISOString() };
      return save(withFields({ ...DEFAULTS, ...blank, proxiable: true, modified_on: blank.created_on }, fields, now));
    },
    edit: (id, body) => update(id, body, toFields),
    replace: (id, body) => update(id, body, (before) => ({ ...DEFAULTS, name: before.name, type: before.type })),
    remove(id) {
      get(id);
      records.delete(id);
      changed();
      return { id };
    },
  };
}

function toFields({ name, type, content, ttl, proxied, comment, tags, settings }: DnsRecord): RecordFields {
  return { name, type, content, ttl, proxied, comment, tags, settings };
}

function withFields(before: DnsRecord, fields: RecordFields, now: Date): DnsRecord {
  const { comment_modified_on: commentedBefore, ...rest } = before;
  const commentedOn = fields.comment === before.comment ? commentedBefore : now.toISOString();
  return {
    ...rest,
    ...fields,
    proxiable: fields.type !== 'TXT',
    modified_on: now.toISOString(),
    ...(commentedOn !== undefined && fields.comment !== null && { comment_modified_on: commentedOn }),
  };
}

const ADDRESSES: ReadonlySet<RecordType> = new Set(['A', 'AAAA']);

function refuseConflict(fields: RecordFields, others: readonly DnsRecord[]): void {
  const sameName = others.filter((it) => it.name === fields.name);
  if (sameName.some((it) => it.type === fields.type && it.content === fields.content)) {
    throw new ApiError(400, 81058, 'An identical record already exists.');
  }
  if (fields.type === 'CNAME' && sameName.length > 0) {
    throw new ApiError(400, 81053, 'An A, AAAA, or CNAME record with that host already exists.');
  }
  if (ADDRESSES.has(fields.type) && sameName.some((it) => it.type === 'CNAME')) {
    throw new ApiError(400, 81054, 'A CNAME record with that host already exists.');
  }
}

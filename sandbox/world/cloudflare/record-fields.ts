import { isIPv4, isIPv6 } from 'node:net';
import { ApiError } from './api-error.ts';
import type { ApiErrorDetail } from './api-error.ts';
import type { RecordFields, RecordType } from './dns-record.ts';

const TYPES: ReadonlySet<unknown> = new Set<RecordType>(['A', 'AAAA', 'CNAME', 'TXT']);
const HOSTNAME = /^(?=.{1,253}$)(\*\.)?([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/i;
const MAX_TTL_SECONDS = 86_400;
const MAX_COMMENT_LENGTH = 100;

export interface FieldRules {
  zone: string;
  minTtlSeconds: number;
}

/**
 * A request body laid over `base` and checked. Codes as the live API's where they are known; of a wrong comment and a
 * changed type only the status is.
 * Errors: ApiError 400.
 */
export function toRecordFields(body: Record<string, unknown>, base: RecordFields, rules: FieldRules): RecordFields {
  const fields: RecordFields = { ...base };
  const problems: ApiErrorDetail[] = [];
  const wrong = (code: number, message: string): void => void problems.push({ code, message });
  const given = (key: string): boolean => body[key] !== undefined;

  if (given('type')) {
    if (!TYPES.has(body['type'])) wrong(9004, 'DNS record type is invalid.');
    else fields.type = body['type'] as RecordType;
  }
  if (given('name')) {
    if (typeof body['name'] === 'string') fields.name = toFullName(body['name'], rules.zone);
    if (typeof body['name'] !== 'string' || !HOSTNAME.test(fields.name)) wrong(9000, 'DNS name is invalid.');
  }
  if (given('ttl')) {
    if (typeof body['ttl'] === 'number' && isTtl(body['ttl'], rules)) fields.ttl = body['ttl'];
    else
      wrong(
        9021,
        `Invalid TTL. Must be between ${rules.minTtlSeconds} and ${MAX_TTL_SECONDS} seconds, or 1 for Automatic.`,
      );
  }
  if (given('proxied')) fields.proxied = body['proxied'] === true;
  if (given('comment')) fields.comment = toComment(body['comment'], wrong);
  if (Array.isArray(body['tags']) && body['tags'].length > 0) {
    throw new ApiError(400, 9300, `DNS record has ${body['tags'].length} tags, exceeding the quota of 0.`);
  }
  if (typeof body['settings'] === 'object' && body['settings'] !== null) fields.settings = { ...body['settings'] };
  if (given('content')) fields.content = typeof body['content'] === 'string' ? body['content'] : '';
  if (problems.length > 0) throw new ApiError(400, 1004, 'DNS Validation Error', problems);
  if (fields.proxied) fields.ttl = 1;
  fields.content = toContent(fields);
  return fields;
}

function isTtl(ttl: number, { minTtlSeconds }: FieldRules): boolean {
  return ttl === 1 || (Number.isInteger(ttl) && ttl >= minTtlSeconds && ttl <= MAX_TTL_SECONDS);
}

/** `@` and names without the zone are taken as inside it. */
export function toFullName(name: string, zone: string): string {
  const plain = name.toLowerCase().replace(/\.$/, '');
  if (plain === '@' || plain === '') return zone;
  return plain === zone || plain.endsWith(`.${zone}`) ? plain : `${plain}.${zone}`;
}

function toComment(value: unknown, wrong: (code: number, message: string) => void): string | null {
  if (value === null || value === '') return null;
  if (typeof value === 'string' && value.length <= MAX_COMMENT_LENGTH) return value;
  wrong(9208, `Comment is invalid. Must be at most ${MAX_COMMENT_LENGTH} characters.`);
  return null;
}

function toContent({ type, content, name }: RecordFields): string {
  switch (type) {
    case 'A':
      if (!isIPv4(content)) throw new ApiError(400, 9005, 'Content for A record must be a valid IPv4 address.');
      return content;
    case 'AAAA':
      if (!isIPv6(content)) throw new ApiError(400, 9006, 'Content for AAAA record must be a valid IPv6 address.');
      return content;
    case 'CNAME': {
      const target = content.toLowerCase().replace(/\.$/, '');
      if (!HOSTNAME.test(target)) throw new ApiError(400, 9007, 'Content for CNAME record is invalid.');
      if (target === name) throw new ApiError(400, 9039, 'CNAME content cannot reference itself.');
      return target;
    }
    case 'TXT':
      if (content === '') throw new ApiError(400, 9207, 'Content for TXT record is invalid.');
      return content;
  }
}

import type { Clock } from '../core/clock.ts';
import { OpsError } from '../core/errors.ts';
import type { DnsCallOptions, DnsProvider, DnsRecord, ReplaceRequest } from '../core/ports/dns-provider.ts';
import type { Log } from '../core/ports/log.ts';
import type { Secret } from '../core/secret.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { createCall } from './cloudflare-call.ts';
import type { Call } from './cloudflare-call.ts';
import { toError } from './cloudflare-errors.ts';
import { createFind } from './cloudflare-read.ts';
import type { Found } from './cloudflare-read.ts';
import type { Reply } from './cloudflare-reply.ts';
import { findRecord, toDnsRecord } from './cloudflare-shapes.ts';
import { isSameName } from './dns-message.ts';

interface Deps {
  token: Secret;
  baseUrl?: string;
  texts: Texts;
  clock: Clock;
  log: Log;
}

/** What one change is about. */
interface Change {
  zone: string;
  record: string;
  request: ReplaceRequest;
  before: DnsRecord;
  options: DnsCallOptions;
}

/** Longer ones are refused on the free plan. */
const LONGEST_COMMENT = 100;
/** A gateway gave up waiting; what stands behind it may still do it. */
const STILL_UNDER_WAY = new Set([408, 504, 524]);

/**
 * CNAME records at Cloudflare. `timeoutMs` bounds each request, to the end of the answer's body: a read is one (the
 * first two), `replace` is read, PATCH, read back. A write without an answer is looked for once before it is called
 * `outcome_unknown`; a 5xx whose write is not there is `unreachable` with `details.appliedCheck: 'not-applied'`.
 */
export function createCloudflareProvider({ token, baseUrl, texts, clock, log }: Deps): DnsProvider {
  const { cloudflare } = texts.adapters;
  const callApi = createCall({ token, baseUrl, clock });
  const call: Call = async (options, send) => {
    if (token.reveal()) return await callApi(options, send);
    throw new OpsError('not_allowed', cloudflare.noToken, { hint: cloudflare.noTokenHint });
  };
  const find = createFind(call, texts);

  const read: DnsProvider['read'] = async (zone, record, options) =>
    toDnsRecord((await find(zone, record, options)).record);

  async function patch(
    { zoneId, record }: Found,
    { content, ttlSeconds, comment }: ReplaceRequest,
    options: DnsCallOptions,
  ): Promise<Reply> {
    // The types demand name, type and ttl; a proxied record's ttl is always automatic.
    const ttl = record.proxied ? 1 : ttlSeconds;
    const change = { zone_id: zoneId, name: record.name, type: 'CNAME' as const, content, ttl, comment };
    return await call(options, (sdk, limits) => sdk.dns.records.edit(record.id, change, limits));
  }

  /** After an answer that does not say whether the record was changed: looks. */
  async function settle(change: Change, reply: Exclude<Reply, { kind: 'result' }>): Promise<DnsRecord> {
    const { zone, record, request, before, options } = change;
    const hint = cloudflare.unknownHint({ record });
    const facts = { record, content: request.content };
    let after: DnsRecord;
    try {
      after = await read(zone, record, options);
    } catch (cause) {
      options.signal?.throwIfAborted();
      const details = { ...facts, appliedCheck: 'not-possible' };
      throw new OpsError('outcome_unknown', cloudflare.unknownUnread(facts), { cause, hint, details });
    }
    const isOurs = isSameName(after.content, request.content) && (after.comment ?? '') === request.comment;
    log.warn({ record, reply: reply.kind, isOurs }, 'unclear dns change looked for');
    if (isOurs) return after;
    if (isSameName(after.content, before.content) && !mayBeUnderWay(reply)) {
      throw toError(reply, { zone, record, timeoutMs: options.timeoutMs }, texts, { appliedCheck: 'not-applied' });
    }
    const found = after.content;
    const details = { ...facts, found, appliedCheck: 'not-seen' };
    throw new OpsError('outcome_unknown', cloudflare.unknown({ ...facts, found }), { hint, details });
  }

  /** After an answer that says that the record was changed: looks what others see. */
  async function readBack({ zone, record, request, options }: Change, answered: DnsRecord): Promise<DnsRecord> {
    const after = await read(zone, record, options).catch((error: unknown) => {
      options.signal?.throwIfAborted();
      if (error instanceof OpsError && error.code === 'conflict') throw error;
      log.warn({ record, err: error }, 'dns change not read back');
      return answered;
    });
    if (isSameName(after.content, request.content)) return after;
    const facts = { record, content: request.content, found: after.content };
    throw new OpsError('conflict', cloudflare.changedAfter(facts), { hint: cloudflare.changedHint, details: facts });
  }

  return {
    read,
    async replace(zone, record, request, options) {
      const { expected, content } = request;
      if (!content.trim()) throw new OpsError('invalid_input', cloudflare.emptyContent({ record }));
      const found = await find(zone, record, options);
      const before = toDnsRecord(found.record);
      if (isSameName(before.content, content)) return { before, after: before };
      if (!isSameName(before.content, expected)) {
        const facts = { record, expected, found: before.content };
        throw new OpsError('conflict', cloudflare.changed(facts), { hint: cloudflare.changedHint, details: facts });
      }
      const ours = { ...request, comment: request.comment.slice(0, LONGEST_COMMENT) };
      const change = { zone, record, request: ours, before, options };
      const reply = await patch(found, ours, options);
      const answered = reply.kind === 'result' ? findRecord(reply.result) : undefined;
      if (answered) return { before, after: await readBack(change, toDnsRecord(answered)) };
      const failure = reply.kind === 'result' ? ({ kind: 'broken', status: 200, isJson: false } as const) : reply;
      if (saysNotDone(failure)) throw toError(failure, { zone, record, timeoutMs: options.timeoutMs }, texts);
      return { before, after: await settle(change, failure) };
    },
  };
}

/** Refused as a whole, or never sent. A refusal with status 200 is looked after: it may be about something else. */
function saysNotDone(reply: Reply): boolean {
  if (reply.kind === 'refused') return reply.status >= 400;
  return reply.kind === 'limited' || reply.kind === 'not-sent';
}

function mayBeUnderWay(reply: Reply): boolean {
  return (
    reply.kind === 'late' || reply.kind === 'lost' || (reply.kind === 'broken' && STILL_UNDER_WAY.has(reply.status))
  );
}

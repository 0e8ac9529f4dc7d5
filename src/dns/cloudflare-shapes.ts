import { z } from 'zod';
import type { DnsRecord } from '../core/ports/dns-provider.ts';

// The live API answers null where its types promise a string, so everything that is not needed may be missing.
const problem = z.object({ code: z.number().nullish().catch(null), message: z.string().nullish().catch(null) });

export const envelope = z.object({
  success: z.boolean().nullish(),
  errors: z.array(problem).nullish(),
  result: z.unknown(),
});

export const zones = z.array(z.object({ id: z.string(), name: z.string() }));

const record = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  content: z.string().nullish(),
  ttl: z.number().nullish(),
  proxied: z.boolean().nullish(),
  comment: z.string().nullish(),
  modified_on: z.string().nullish(),
});

export const records = z.array(record);

export type CloudflareRecord = z.infer<typeof record>;

export function findRecord(result: unknown): CloudflareRecord | undefined {
  return record.safeParse(result).data;
}

export function toDnsRecord({ name, type, content, ttl, proxied, comment, modified_on }: CloudflareRecord): DnsRecord {
  return {
    name,
    type,
    content: content ?? '',
    ttlSeconds: ttl ?? 1,
    proxied: proxied ?? false,
    ...(comment && { comment }),
    ...(modified_on && { modifiedAt: modified_on }),
  };
}

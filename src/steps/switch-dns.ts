import { z } from 'zod';
import { isSameName } from '../core/same-target.ts';
import { defineStep } from '../core/step.ts';

const READ_TIMEOUT_MS = 8_000;
const WRITE_TIMEOUT_MS = 10_000;
/** Cloudflare's limit on the free plan. */
const MAX_COMMENT = 100;
/** What the provider makes of its own choice (TTL 1). */
const AUTO_TTL_SECONDS = 300;

const params = z.object({
  zone: z.string(),
  record: z.string(),
  from: z.string(),
  to: z.string().min(1),
  ttlSeconds: z.number().int().positive(),
});

/** The facts of `observe`. */
const seen = z.object({ content: z.string(), ttlSeconds: z.number() });

/** Sets the record to a target if it still is what was approved. Never toggles, never deletes. */
export const switchDns = defineStep({
  type: 'dns.switch',
  risk: 'destructive',
  params,
  timeoutMs: 15_000,
  title: (_, { steps }) => steps.switchTitle,
  describe: ({ record, from, to, ttlSeconds }, { steps }) => steps.switchDescribe({ record, from, to, ttlSeconds }),
  async observe({ zone, record, to, ttlSeconds: wanted }, { dnsProvider, signal, texts: { steps } }) {
    const { content, ttlSeconds, proxied } = await dnsProvider.read(zone, record, {
      timeoutMs: READ_TIMEOUT_MS,
      signal,
    });
    return {
      summary: steps.switchSeen({ record, content, to, ttlSeconds: wanted }),
      facts: { content, ttlSeconds, proxied },
      warnings: proxied
        ? []
        : [steps.switchTtlWarning({ ttlSeconds: ttlSeconds === 1 ? AUTO_TTL_SECONDS : ttlSeconds })],
    };
  },
  async apply({ zone, record, from, to, ttlSeconds }, { dnsProvider, signal, run, texts: { steps } }) {
    const comment = `${run.id} watchkeeper`.slice(0, MAX_COMMENT);
    const request = { expected: from, content: to, ttlSeconds, comment };
    await dnsProvider.replace(zone, record, request, { timeoutMs: WRITE_TIMEOUT_MS, signal });
    return { summary: steps.switchDone({ record, to }) };
  },
  undo({ zone, record, to }, observed) {
    const { content, ttlSeconds } = seen.parse(observed);
    const back: z.infer<typeof params> = { zone, record, from: to, to: content, ttlSeconds };
    return [{ type: 'dns.switch', params: back }];
  },
  async probe({ zone, record, from, to }, { dnsProvider, signal }) {
    const { content } = await dnsProvider.read(zone, record, { timeoutMs: READ_TIMEOUT_MS, signal });
    if (isSameName(content, to)) return 'done';
    return isSameName(content, from) ? 'not-done' : 'unknown';
  },
  howToCheck: ({ record }) => [`dig +noall +answer ${record} CNAME`],
});

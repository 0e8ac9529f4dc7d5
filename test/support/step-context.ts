import { OpsError } from '../../src/core/errors.ts';
import type { DnsProvider, DnsRecord, ReplaceRequest } from '../../src/core/ports/dns-provider.ts';
import type { HttpAnswer, HttpRequest, NoAnswer, Prober } from '../../src/core/ports/prober.ts';
import type { ExecResult, Remote } from '../../src/core/ports/remote.ts';
import type { DnsAnswer, ResourceRecord, Resolver } from '../../src/core/ports/resolver.ts';
import type { StepContext } from '../../src/core/step.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { createExampleInventory } from './example-inventory.ts';
import { createJumpingClock } from './jumping-clock.ts';
import { createQuietLog } from './quiet-log.ts';

/** What a command does: its output (`never`: it hangs), its exit code, or an error. */
export type Reaction = string | { exitCode?: number | null; stdout?: string; stderr?: string } | OpsError;

export type TestContext = StepContext & { said: string[] };

/** Ports that throw on everything that the test did not give. */
export function createStepContext(given: Partial<StepContext> = {}): TestContext {
  const said: string[] = [];
  const unexpected = (what: string) => (): never => {
    throw new Error(`not expected by the test: ${what}`);
  };
  const run = {
    id: 'run_01JD',
    runbook: 'failover',
    service: 'nextuse',
    requestedBy: 'jin',
    reason: 'home router is dead',
  };
  return {
    run,
    inventory: createExampleInventory(),
    texts: catalogues.en,
    clock: createJumpingClock(),
    log: createQuietLog(),
    signal: new AbortController().signal,
    progress: (text) => void said.push(text),
    call: 'run_01JD.2.1',
    remote: { exec: unexpected('a command') },
    detached: {
      start: unexpected('a detached command'),
      look: unexpected('a look at a detached command'),
      withdraw: unexpected('withdrawing a detached command'),
      end: unexpected('ending a detached command'),
    },
    dnsProvider: { read: unexpected('reading the record'), replace: unexpected('replacing the record') },
    resolver: { query: unexpected('a query'), authoritativeServers: unexpected('asking for the name servers') },
    prober: { tcp: unexpected('a tcp probe'), banner: unexpected('a banner probe'), http: unexpected('an http probe') },
    ...given,
    said,
  };
}

/** A remote that knows these commands (`home docker ps`: the longest beginning counts) and keeps what was asked. */
export function createRemote(reactions: Record<string, Reaction | (() => Reaction)>): Remote & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    async exec(host, argv, { signal }) {
      const line = [host, ...argv].join(' ');
      asked.push(line);
      const [key] = Object.keys(reactions)
        .filter((start) => line.startsWith(start))
        .toSorted((a, b) => b.length - a.length);
      if (key === undefined) throw new Error(`not expected by the test: ${line}`);
      const given = reactions[key];
      const reaction = typeof given === 'function' ? given() : given;
      if (reaction instanceof OpsError) throw reaction;
      if (reaction === 'never') {
        return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)));
      }
      const {
        exitCode = 0,
        stdout = '',
        stderr = '',
      } = typeof reaction === 'string' ? { stdout: reaction } : (reaction ?? {});
      const result: ExecResult = { host, argv: [...argv], exitCode, stdout, stderr, isTruncated: false, durationMs: 5 };
      return exitCode === null ? { ...result, signal: 'KILL' } : result;
    },
  };
}

export const unreachable = (host: string): OpsError => new OpsError('unreachable', `Host ${host} does not answer`);

/** `docker ps` output of containers by name: a status as Docker words it; `old` leaves State out. */
export function dockerPs(statuses: Record<string, string>, kind: 'modern' | 'old' = 'modern'): string {
  const toState = (status: string): string => {
    if (status.includes('(Paused)')) return 'paused';
    return status.startsWith('Up') ? 'running' : (status.split(' ')[0] ?? '').toLowerCase();
  };
  return Object.entries(statuses)
    .map(([Names, Status]) => JSON.stringify({ Names, Status, ...(kind === 'modern' && { State: toState(Status) }) }))
    .join('\n');
}

export const allUp = {
  'jin-gateway': 'Up 3 hours',
  'used-market-frontend': 'Up 3 hours (healthy)',
  'used-market-backend': 'Up 3 hours (healthy)',
  'used-market-db': 'Up 3 hours (healthy)',
};

/** One record at the provider, which can be read and replaced. */
export function createProvider(
  record: Partial<DnsRecord> = {},
): DnsProvider & { record: DnsRecord; replaced: ReplaceRequest[] } {
  const name = 'nextuse.jin7942.co.kr';
  const provider = {
    record: { name, type: 'CNAME', content: 'jfree.iptime.org', ttlSeconds: 120, proxied: false, ...record },
    replaced: [] as ReplaceRequest[],
    read: () => Promise.resolve({ ...provider.record }),
    replace(_zone: string, _record: string, request: ReplaceRequest) {
      if (provider.record.content !== request.expected) throw new OpsError('conflict', 'The record is another');
      const before = { ...provider.record };
      provider.replaced.push({ ...request });
      provider.record = { ...before, content: request.content, ttlSeconds: request.ttlSeconds };
      return Promise.resolve({ before, after: { ...provider.record } });
    },
  };
  return provider;
}

/** Places by `address:port`; one that is not given fails the test. */
export function createProber(places: {
  tcp?: Record<string, true | NoAnswer>;
  /** The line that is said, or a NoAnswer. */
  banner?: Record<string, string>;
  http?: (request: HttpRequest) => NoAnswer | { status: number; headers?: Record<string, string>; validTo?: Date };
}): Prober & { requests: HttpRequest[] } {
  const failed = (reason: NoAnswer) => ({ ok: false as const, reason, detail: 'detail', durationMs: 2_500 });
  const requests: HttpRequest[] = [];
  return {
    requests,
    tcp({ address, port }) {
      const place = places.tcp?.[`${address}:${port}`];
      if (place === undefined) throw new Error(`not expected by the test: tcp ${address}:${port}`);
      return Promise.resolve(place === true ? { ok: true as const, durationMs: 1 } : failed(place));
    },
    banner({ address, port }) {
      const place = places.banner?.[`${address}:${port}`];
      if (place === undefined) throw new Error(`not expected by the test: banner ${address}:${port}`);
      const isLine = /^[A-Z]/.test(place);
      return Promise.resolve(isLine ? { ok: true as const, line: place, durationMs: 1 } : failed(place as NoAnswer));
    },
    http(request) {
      const { signal: _signal, ...asked } = request;
      requests.push(asked);
      const place = places.http?.(request);
      if (place === undefined) throw new Error(`not expected by the test: ${request.url}`);
      if (typeof place === 'string') return Promise.resolve(failed(place));
      const { status, headers = {}, validTo } = place;
      const answer: HttpAnswer = { status, headers: { ...headers }, remoteAddress: '198.51.100.7' };
      return Promise.resolve({
        ok: true as const,
        durationMs: 30,
        ...answer,
        ...(validTo && { certificateValidTo: validTo }),
      });
    },
  };
}

/** What curl prints there: headers, then status and address. */
export function curlPrints(status: number, servedBy?: string): string {
  const marker = servedBy === undefined ? '' : `x-served-by: ${servedBy}\r\n`;
  return `HTTP/1.1 ${status} Said\r\ndate: now\r\n${marker}\r\n${status} 203.0.113.10\n`;
}

type Answers = (
  server: string,
  name: string,
) => readonly Pick<ResourceRecord, 'type' | 'content' | 'ttlSeconds'>[] | 'silent';

/** DNS servers by what they say; a chain's names are filled in. */
export function createResolver(
  answers: Answers,
  authoritative: readonly string[] = ['192.0.2.53', '192.0.2.54'],
): Resolver {
  return {
    query(server, name) {
      const said = answers(server, name);
      if (said === 'silent') return Promise.reject(new OpsError('unreachable', `No answer from ${server}`));
      let owner = name;
      const records = said.map((record) => {
        const own = owner;
        if (record.type === 'CNAME') owner = record.content;
        return { ...record, name: own };
      });
      const answer: DnsAnswer = { server, name, rcode: 'NOERROR', isAuthoritative: false, records, durationMs: 3 };
      return Promise.resolve(answer);
    },
    authoritativeServers: () => Promise.resolve([...authoritative]),
  };
}

import { describe, expect, it } from 'vitest';
import type { NoAnswer } from '../../src/core/ports/prober.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { probeSite } from '../../src/steps/probe-site.ts';
import {
  createProber,
  createRemote,
  createStepContext,
  curlPrints,
  unreachable,
  type Reaction,
} from '../support/step-context.ts';

const { apply, describe: describeStep, timeoutMs } = probeSite.definition;
const down = { service: 'nextuse', site: 'primary', expect: 'down', forMs: 0 } as const;
const up = { ...down, expect: 'up' } as const;
const reachable = { ...down, expect: 'reachable' } as const;

interface World {
  tcp?: true | NoAnswer;
  http?: NoAnswer | { status: number; headers?: Record<string, string>; validTo?: Date };
  ssh?: string;
  curl?: Reaction;
}

function createWorld({ tcp = 'refused', http = 'timed_out', ssh = 'timed_out', curl = { exitCode: 28 } }: World) {
  const remote = createRemote({ 'standby curl': curl });
  const prober = createProber({
    tcp: { '203.0.113.10:443': tcp },
    banner: { '203.0.113.10:22': ssh },
    http: () => http,
  });
  return { prober, remote, context: createStepContext({ prober, remote }) };
}

const well: World = {
  tcp: true,
  http: { status: 200, headers: { 'x-served-by': 'home' } },
  ssh: 'SSH-2.0-OpenSSH_9.2',
  curl: curlPrints(200, 'home'),
};

describe('a primary that should be down', () => {
  it('is down when nobody gets an answer, and says who agrees', async () => {
    const { context, prober, remote } = createWorld({});
    const result = await apply(down, context);
    expect(result).toMatchObject({
      summary: 'down: tcp 443 refused, https timed out, ssh timed out (from here, from standby)',
      facts: { verdict: 'down', http: 'timed_out' },
      warnings: [],
    });
    expect(prober.requests).toEqual([
      { url: 'https://nextuse.jin7942.co.kr/', connect: '203.0.113.10:443', tls: { mode: 'verify' }, timeoutMs: 2_500 },
    ]);
    expect(remote.asked[0]).toContain('--max-time 2 ');
    expect(remote.asked[0]).toContain('--connect-to ::203.0.113.10:443 https://nextuse.jin7942.co.kr/');
  });

  it.each<[string, World, string]>([
    ['answers here', { ...well, curl: { exitCode: 28 } }, 'from here: https 200'],
    ['answers elsewhere alone', { curl: curlPrints(404, 'home') }, 'from standby: https 404'],
  ])('is not when it %s', async (_, world, where) => {
    const { context } = createWorld(world);
    await expect(apply(down, context)).rejects.toMatchObject({
      code: 'conflict',
      message: `Primary of nextuse answers ${where}`,
      hint: 'Use /switchover nextuse to move a service that is well.',
    });
  });

  it.each<[string, World, string]>([
    ['an error of the gateway', { tcp: true, http: { status: 502 } }, '5xx'],
    [
      'somebody else at the address',
      { tcp: true, http: { status: 200, headers: { 'x-served-by': 'router' } } },
      'other_site',
    ],
    ['an answer without the marker', { tcp: true, http: { status: 200 } }, 'other_site'],
    ['a port that accepts and is silent', { tcp: true, http: 'silent' }, 'silent'],
  ])('is down with %s', async (_, world, http) => {
    const result = await apply(down, createWorld(world).context);
    expect(result.facts).toEqual({ verdict: 'down', http });
  });

  it.each<[string, Reaction, string]>([
    ['does not answer', unreachable('standby'), 'Not asked from standby: Host standby does not answer'],
    ['hangs', 'never', 'Not asked from standby: Standby does not answer within 4.0 s'],
    ['has no curl', { exitCode: 127, stderr: 'sh: curl: not found' }, 'Not asked from standby: curl could not be run'],
  ])('does not count another host that %s, and says so', async (_, curl, warning) => {
    const { context } = createWorld({ curl });
    const result = await apply(down, context);
    expect(result.summary).toContain('(from here)');
    expect(result.warnings).toEqual([warning, 'Nobody else could be asked: seen from here alone']);
  });

  it('does not take a canceled run for a site that is down', async () => {
    const { context } = createWorld({});
    const canceled = AbortSignal.abort(new Error('canceled'));
    await expect(apply(down, { ...context, signal: canceled })).rejects.toThrow('canceled');
  });

  it('is not asked through itself', async () => {
    const { context } = createWorld(well);
    const service = context.inventory.services['nextuse'];
    if (!service) throw new Error('no service');
    const inventory = { ...context.inventory, services: { nextuse: { ...service, vantage: ['home'] } } };
    const result = await apply(up, { ...context, inventory });
    expect(result.summary).toBe('up: tcp 443 open, https 200, ssh answers (from here)');
  });
});

describe('a site that should be up', () => {
  it('is when it answers with its own marker', async () => {
    const result = await apply(up, createWorld(well).context);
    expect(result).toMatchObject({
      summary: 'up: tcp 443 open, https 200, ssh answers (from here, from standby)',
      facts: { verdict: 'up', http: '2xx' },
      warnings: [],
    });
    expect(result.outputs?.map(({ title }) => title.slice(0, 13))).toEqual(['from here', 'standby$ curl']);
  });

  it('is refused when it does not answer here', async () => {
    await expect(apply(up, createWorld({ ...well, http: { status: 503 } }).context)).rejects.toMatchObject({
      code: 'remote_failed',
      message: 'Primary of nextuse is not up: tcp 443 open, https 503, ssh answers',
    });
  });

  it('warns when another host sees it differently, and when the certificate ends soon', async () => {
    const validTo = new Date('2026-11-24T08:12:00+09:00');
    const http = { status: 200, headers: { 'x-served-by': 'home' }, validTo };
    const result = await apply(up, createWorld({ ...well, http, curl: { exitCode: 60 } }).context);
    expect(result.warnings).toEqual([
      'Not well from standby: https certificate or TLS wrong',
      'Certificate of the primary expires in 3 d',
    ]);
  });

  it('is asked every second for as long as wanted', async () => {
    const { context, prober } = createWorld(well);
    const result = await apply({ ...up, forMs: 5_000 }, context);
    expect(prober.requests).toHaveLength(6);
    expect(context.said).toEqual([
      'up for 0 of 5 s',
      'up for 1 of 5 s',
      'up for 2 of 5 s',
      'up for 3 of 5 s',
      'up for 4 of 5 s',
    ]);
    expect(result.summary).toContain('steady for 5.0 s');
    expect(timeoutMs).toBeTypeOf('function');
  });

  it('is refused at the first break', async () => {
    const { context, remote } = createWorld(well);
    let asked = 0;
    const prober = createProber({
      tcp: { '203.0.113.10:443': true },
      banner: { '203.0.113.10:22': 'SSH-2.0-x' },
      http: () => (++asked === 4 ? 'reset' : { status: 200, headers: { 'x-served-by': 'home' } }),
    });
    await expect(apply({ ...up, forMs: 60_000 }, { ...context, prober, remote })).rejects.toMatchObject({
      code: 'remote_failed',
      message: 'Primary of nextuse did not stay up: https cut off after 3.0 s',
    });
  });
});

describe('a site that should be reachable', () => {
  it('needs no more than a greeting over SSH', async () => {
    const result = await apply(reachable, createWorld({ ssh: 'SSH-2.0-OpenSSH_9.2' }).context);
    expect(result).toMatchObject({
      summary: 'reachable: tcp 443 refused, https timed out, ssh answers (from here, from standby)',
      facts: { verdict: 'reachable', http: 'timed_out' },
    });
  });

  it.each([
    ['silent', 'ssh accepted but silent'],
    ['HTTP/1.1 400', 'ssh port speaks something else'],
  ])('is refused when the port is %s', async (ssh, text) => {
    await expect(apply(reachable, createWorld({ ssh }).context)).rejects.toMatchObject({
      code: 'remote_failed',
      message: expect.stringContaining(text),
    });
  });
});

it('says what it will do, in both languages', () => {
  expect(describeStep({ ...up, forMs: 60_000 }, catalogues.en)).toBe(
    'Check that the primary of nextuse answers for 60 s without a break',
  );
  expect(describeStep(down, catalogues.ko)).toBe('nextuse 서비스의 주 사이트 장애를 여러 곳에서 확인합니다');
});

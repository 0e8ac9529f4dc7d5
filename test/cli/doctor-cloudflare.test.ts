import { beforeAll, describe, expect, it } from 'vitest';
import { listCloudflareChecks } from '../../src/cli/doctor/cloudflare-checks.ts';
import { runChecks } from '../../src/cli/doctor/run-checks.ts';
import { listWriteChecks } from '../../src/cli/doctor/try-write.ts';
import { systemClock } from '../../src/core/clock.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { openStore } from '../../src/open-store.ts';
import { createCloudflareProvider } from '../../src/dns/cloudflare.ts';
import { loadSdk } from '../../src/dns/cloudflare-sdk.ts';
import { createSecret } from '../../src/core/secret.ts';
import { createQuietLog } from '../support/quiet-log.ts';
import { toText, toTroubles, useDoctorWorld, type DoctorWorld } from '../support/doctor-world.ts';

const texts = catalogues.en;
const clock = systemClock;
const ZONE = 'cloudflare.zone.jin7942.co.kr';
const RECORD = 'nextuse.jin7942.co.kr';

// On a busy machine that takes longer than the checks wait for an answer.
beforeAll(() => loadSdk({ token: createSecret(''), baseUrl: undefined }), 60_000);

async function examine({ world, configuration }: DoctorWorld, isTryingToWrite = false) {
  const { token, url: baseUrl } = world.cloudflare;
  const provider = createCloudflareProvider({
    token: createSecret(token),
    baseUrl,
    texts,
    clock,
    log: createQuietLog(),
  });
  const checks = [
    ...listCloudflareChecks(configuration, { provider, clock, texts, isTryingToWrite }),
    ...(isTryingToWrite ? listWriteChecks(configuration, { account: 'jin', clock, texts }) : []),
  ];
  return runChecks(checks, clock, texts);
}

/** The trail of the database, oldest first. */
async function readTrail({ configuration }: DoctorWorld) {
  const store = await openStore(configuration.environment.store, texts, { isShared: true });
  try {
    return (await store.audit.list({ limit: 10 }))
      .toReversed()
      .map(({ act, outcome, subject, details }) => ({ act, outcome, subject, details }));
  } finally {
    await store.close();
  }
}

const inDays = (days: number): string => new Date(Date.now() + days * 24 * 3_600_000).toISOString();

describe('what a token may do, by reading alone', { timeout: 20_000 }, () => {
  it('is not claimed: an active token that reads everything may be one that edits nothing', async () => {
    const doctored = await useDoctorWorld();
    const findings = await examine(doctored);
    expect(toText(findings)).toContain('ok cloudflare.token: the token is active');
    expect(toTroubles(findings)).toBe(
      `warn ${ZONE}: whether the token may edit DNS in jin7942.co.kr cannot be told without writing; the first switch will show it → Run npx watchkeeper doctor --try-write once after each new token: it sends each record its own name, type and TTL.`,
    );
    expect(doctored.world.cloudflare.requests.every(({ method }) => method === 'GET')).toBe(true);
    // The list of permissions is deprecated: the same without it, whatever the token may do.
    doctored.world.cloudflare.faults.tokenIs({ listsPermissions: false });
    doctored.world.cloudflare.faults.readOnlyToken(true);
    expect(toTroubles(await examine(doctored))).toMatch(/^warn cloudflare\.zone\.\S+ whether the token may edit/);
  });

  it('is known from policies that the token may read', async () => {
    const doctored = await useDoctorWorld();
    const { faults } = doctored.world.cloudflare;
    faults.tokenIs({ readsTokens: true, listsPermissions: false });
    expect(toText(await examine(doctored))).toContain(
      `ok ${ZONE}: the token's policies let it edit DNS in jin7942.co.kr`,
    );
    faults.readOnlyToken(true);
    expect(toTroubles(await examine(doctored))).toMatch(/^warn cloudflare\.zone\.\S+ whether the token may edit/);
  });

  it('is known where Cloudflare lists the right to read and not the one to edit', async () => {
    const doctored = await useDoctorWorld();
    doctored.world.cloudflare.faults.readOnlyToken(true);
    expect(toTroubles(await examine(doctored))).toMatch(
      /^fail cloudflare\.zone\.jin7942\.co\.kr: the token may read DNS in jin7942\.co\.kr and not edit it → Make a token with Zone → Zone → Read and Zone → DNS → Edit/,
    );
  });

  it('asks for the token of an account where those are verified, and says when it ends', async () => {
    const doctored = await useDoctorWorld();
    const { faults } = doctored.world.cloudflare;
    faults.tokenIs({ owner: 'account', expiresOn: inDays(90) });
    expect(toText(await examine(doctored))).toContain('ok cloudflare.token: the token is active');
    faults.tokenIs({ expiresOn: inDays(3) });
    expect(toTroubles(await examine(doctored))).toMatch(
      /^warn cloudflare\.token: the token ends on 20.*Z → Make a new token before/,
    );
    faults.badToken(true);
    const told = toTroubles(await examine(doctored));
    expect(told).toMatch(
      /^warn cloudflare\.token: Cloudflare does not say .* \(HTTP 401\); the record tells → Make a token/m,
    );
    expect(told).toMatch(/^fail cloudflare\.record\.nextuse: /m);
    expect(told).toMatch(/^fail cloudflare\.zone\.\S+ the token does not see the zone jin7942\.co\.kr → Make a token/m);
  });

  it("tells of a record that resolvers keep for longer than the inventory says, and of one that is nobody's", async () => {
    const doctored = await useDoctorWorld((service) => ({ ...service, dns: { ...service.dns, ttlSeconds: 60 } }));
    expect(toTroubles(await examine(doctored))).toMatch(
      /^warn cloudflare\.record\.nextuse: .*, TTL 120 where the inventory says 60: .* → Set the TTL of the record to 60/,
    );
    doctored.world.cloudflare.setRecordByHand('elsewhere.example.com');
    expect(toTroubles(await examine(doctored))).toMatch(
      /^fail cloudflare\.record\.nextuse: .*elsewhere\.example\.com.* → Correct/,
    );
  });

  it('warns of zones that the token should not reach', async () => {
    const doctored = await useDoctorWorld((service) => ({ ...service, dns: { ...service.dns, zone: 'other.kr' } }));
    expect(toTroubles(await examine(doctored))).toMatch(
      /^warn cloudflare\.reach: the token reaches 1 zone\(s\) that the inventory does not have: jin7942\.co\.kr → Limit the token/m,
    );
  });
});

describe('doctor --try-write', { timeout: 20_000 }, () => {
  it('sends the record what it has, without its content, and writes both down', async () => {
    const doctored = await useDoctorWorld();
    const { cloudflare } = doctored.world;
    const before = cloudflare.record();
    const findings = await examine(doctored, true);
    expect(toTroubles(findings)).toBe('');
    expect(toText(findings)).toContain(`ok cloudflare.write.nextuse: ${RECORD} was sent its own name, type and TTL`);
    expect(
      cloudflare.requests.filter(({ method }) => method !== 'GET').map(({ method, body }) => ({ method, body })),
    ).toEqual([{ method: 'PATCH', body: { name: RECORD, type: 'CNAME', ttl: 120 } }]);
    expect({ ...cloudflare.record(), modified_on: '' }).toEqual({ ...before, modified_on: '' });
    const entry = { act: 'doctor.wrote', subject: { service: 'nextuse' } };
    expect(await readTrail(doctored)).toEqual([
      { ...entry, outcome: 'intended', details: { record: RECORD, account: 'jin' } },
      { ...entry, outcome: 'ok', details: { record: RECORD, status: 200, code: 0, account: 'jin' } },
    ]);
  });

  it('finds the token that may only read, which reading did not', async () => {
    const doctored = await useDoctorWorld();
    doctored.world.cloudflare.faults.readOnlyToken(true);
    doctored.world.cloudflare.faults.tokenIs({ listsPermissions: false });
    expect(toTroubles(await examine(doctored, true))).toMatch(
      /^fail cloudflare\.write\.nextuse: the token may not edit nextuse\.jin7942\.co\.kr \(Cloudflare's code 10000\) → Make a token/,
    );
    expect((await readTrail(doctored)).map(({ outcome }) => outcome)).toEqual(['intended', 'failed']);
  });

  it('says that Cloudflare had a bad moment, and writes down that an answer was lost', async () => {
    const doctored = await useDoctorWorld();
    const { faults } = doctored.world.cloudflare;
    faults.failNext({ status: 503, on: 'write' });
    expect(toTroubles(await examine(doctored, true))).toMatch(
      /^fail cloudflare\.write\.nextuse: .*\(HTTP 503, code 1\) → Look at the record/,
    );
    faults.failNext({ status: 'reset', on: 'write' });
    expect(toTroubles(await examine(doctored, true))).toMatch(/^fail cloudflare\.write: /);
    expect((await readTrail(doctored)).map(({ outcome }) => outcome)).toEqual([
      'intended',
      'failed',
      'intended',
      'unknown',
    ]);
  });

  it('leaves records alone while everything is frozen', async () => {
    const doctored = await useDoctorWorld();
    const store = await openStore(doctored.configuration.environment.store, texts, { isShared: true });
    const begin = { id: 'freeze_1', since: clock.now().getTime(), person: 'jin', reason: 'audit' };
    await store.guards.changeFreeze(clock.now(), () => ({ begin, audit: [] }));
    await store.close();
    expect(toTroubles(await examine(doctored, true))).toMatch(
      /^warn cloudflare\.write\.nextuse: .* was left alone.* → Try again when/,
    );
    expect(doctored.world.cloudflare.writes).toBe(0);
    expect(await readTrail(doctored)).toEqual([]);
  });
});

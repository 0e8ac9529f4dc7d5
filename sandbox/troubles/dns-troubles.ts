import { SCENE } from '../world/scene.ts';
import type { World } from '../world/world.ts';
import { lasting, planned, type Trouble } from './trouble.ts';

const ELSEWHERE = 'elsewhere.example.net';

/** What can go wrong with names. */
export function createDnsTroubles({ dns: { faults }, cloudflare }: World): Trouble[] {
  let before: string = SCENE.primary.target;
  return [
    lasting(
      'dns',
      {
        name: 'record-by-hand',
        label: 'Record by hand',
        summary: 'somebody points the record elsewhere by hand',
      },
      {
        isOn: () => cloudflare.records().some((it) => it.name === SCENE.service && it.content === ELSEWHERE),
        set(isOn) {
          const now = cloudflare.record().content;
          if (isOn && now !== ELSEWHERE) before = now;
          cloudflare.setRecordByHand(isOn ? ELSEWHERE : before);
        },
      },
    ),
    lasting(
      'dns',
      {
        name: 'resolver-stale',
        label: 'Resolver stale',
        summary: 'the users’ resolver keeps its old answer whatever the TTL says',
      },
      { isOn: () => faults.active.stale.resolver, set: (isOn) => faults.resolverStale(isOn, 'resolver') },
    ),
    lasting(
      'dns',
      { name: 'resolver-down', label: 'Resolver down', summary: 'the users’ resolver does not answer' },
      { isOn: () => faults.active.down.resolver, set: (isOn) => faults.resolverDown(isOn, 'resolver') },
    ),
    lasting(
      'dns',
      {
        name: 'authoritative-down',
        label: 'Name server down',
        summary: 'the zone’s name server does not answer; resolvers live on what they remember',
      },
      { isOn: () => faults.active.isAuthoritativeDown, set: faults.authoritativeDown },
    ),
  ];
}

/** What can go wrong at Cloudflare's API. */
export function createCloudflareTroubles({ cloudflare: { faults } }: World): Trouble[] {
  return [
    planned(
      'cloudflare',
      { name: 'cloudflare-503', label: '503 four times', summary: 'Cloudflare answers 503 to the next four calls' },
      () => faults.failNext({ times: 4, status: 503 }),
    ),
    planned(
      'cloudflare',
      { name: 'cloudflare-hang', label: 'Time-out', summary: 'Cloudflare takes the next call and never answers' },
      () => faults.hang(),
    ),
    planned(
      'cloudflare',
      {
        name: 'cloudflare-lost',
        label: 'Applied but lost',
        summary: 'Cloudflare carries out the next write and its answer is lost',
      },
      () => faults.failNext({ status: 'reset', on: 'write', afterApply: true }),
    ),
    planned(
      'cloudflare',
      {
        name: 'cloudflare-429',
        label: '429',
        summary: 'Cloudflare answers 429 to the next call: again in five seconds',
      },
      () => faults.failNext({ status: 429, retryAfterSeconds: 5 }),
    ),
    lasting(
      'cloudflare',
      {
        name: 'cloudflare-bad-token',
        label: 'Bad token',
        summary: 'Cloudflare does not know the bot’s token any more',
      },
      { isOn: () => faults.token.isBad, set: faults.badToken },
    ),
    lasting(
      'cloudflare',
      {
        name: 'cloudflare-read-only',
        label: 'Read-only token',
        summary: 'the bot’s token may read the zone and not write it',
      },
      { isOn: () => faults.token.isReadOnly, set: faults.readOnlyToken },
    ),
  ];
}

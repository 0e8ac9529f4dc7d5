import { expect, test } from 'vitest';
import type { FaultMode } from '../../sandbox/slack/faults.ts';
import { createAlerts } from '../../src/alerts/alerts.ts';
import { createSecret } from '../../src/core/secret.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { alertSources } from '../support/alert-bodies.ts';
import { openDeliveryWorld, waitUntil, type DeliveryWorld } from '../slack/delivery-world.ts';
import { inventory } from '../slack/sample-run.ts';

/** Two hundred for a release: DELIVERY_RUNS=200. A failed one is run again by its seed: DELIVERY_SEED=… */
const RUNS = Number(process.env['DELIVERY_RUNS'] ?? 6);
const SEED = Number(process.env['DELIVERY_SEED'] ?? Date.now() % 1_000_000);
const MODES: readonly FaultMode[] = ['ratelimited', 'http500', 'http503', 'reset-before', 'reset-after-apply'];
const METHODS = ['chat.postMessage', 'chat.update', 'conversations.history', '*'];

/** Small, and the same everywhere for the same seed. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 13)) >>> 0) % below;
  };
}

function openAlerts(world: DeliveryWorld) {
  const token = createSecret('token');
  const alerts = {
    sources: { prometheus: { name: 'prometheus', type: 'alertmanager', token } },
    routes: [],
    hosts: {},
  };
  return createAlerts({
    inventory: { ...inventory, services: {}, hosts: {}, alerts },
    sources: alertSources,
    store: world.store,
    secrets: new Map(),
    runbooks: () => [],
    http: { send: () => Promise.reject(new Error('nobody was to be asked')) },
    findLink: async () => undefined,
    probePrimary: () => Promise.reject(new Error('no primary was to be asked')),
    isElsewhere: async () => false,
    requireOperator: async () => {},
    texts: catalogues.en,
    clock: world.clock,
    log: world.log,
    onMessages: () => world.delivery.wake(),
  });
}

const request = { source: 'prometheus', headers: { authorization: 'Bearer token' }, query: {}, subpath: '' };

function body(names: readonly string[]): Buffer {
  const alerts = names.map((name) => ({ status: 'firing', labels: { alertname: name, severity: 'critical' } }));
  return Buffer.from(JSON.stringify({ version: '4', status: 'firing', groupLabels: {}, alerts }));
}

function allText({ slack }: DeliveryWorld): string[] {
  const { messages, thread } = slack.channel('C0INCIDENTS');
  return messages.flatMap((message) => [message, ...thread(message.ts)]).map(({ plain }) => plain);
}

test.each(Array.from({ length: RUNS }, (_, n) => SEED + n))(
  'whatever Slack does and however often the bot dies, what was accepted is seen, and once (seed %i)',
  { timeout: 60_000 },
  async (seed) => {
    const random = createRandom(seed);
    const world = await openDeliveryWorld({ rates: 'off' });
    const { door, watch } = openAlerts(world);
    const accepted: string[] = [];
    for (let turn = 0; turn < 12; turn++) {
      const names = Array.from({ length: 1 + random(8) }, (_, n) => `Seed${seed}x${turn}x${n}x`);
      const answer = await door.accept(request, body(names), { isCut: false });
      if (answer.status === 200) accepted.push(...names);
      const fault = random(5);
      if (fault < 3) {
        const mode = MODES[random(MODES.length)] ?? 'http500';
        world.slack.faults.failNext(METHODS[random(METHODS.length)] ?? '*', {
          mode,
          times: 1 + random(2),
          retryAfterSeconds: 1 + random(3),
        });
      }
      if (fault === 3) {
        await world.restart();
        // A process that is gone makes no call; here the one that was stopped may have one in hand, with its retries.
        await new Promise((resolve) => setTimeout(resolve, 1_500));
      }
      world.clock.forward(`${1 + random(9)}s`);
      await new Promise((resolve) => setTimeout(resolve, random(40)));
      await watch.look();
    }
    world.slack.faults.clear();
    await waitUntil(async () => {
      world.clock.forward('5s');
      await watch.look();
      world.delivery.wake();
      return (await world.store.messages.oldestUndelivered()) === undefined;
    }, `everything delivered (seed ${seed})`);
    const texts = allText(world);
    const unseen = accepted.filter((name) => !texts.some((text) => text.includes(name)));
    expect(unseen, `seed ${seed}`).toEqual([]);
    const heads = texts
      .map((text) => text.split('\n', 1)[0] ?? '')
      .filter((head) => head.includes(`Seed${seed}`) && head.includes('*'));
    const twice = heads.filter((head, index) => heads.indexOf(head) < index);
    expect(twice, `seed ${seed}`).toEqual([]);
    expect(heads.length, `seed ${seed}: a message twice`).toBe(new Set(heads).size);
  },
);

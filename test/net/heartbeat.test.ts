import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createSecret } from '../../src/core/secret.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { createHeartbeat, type Ailment, type Beat } from '../../src/net/heartbeat.ts';
import { createHttpClient } from '../../src/net/http-client.ts';
import { createTestClock } from '../support/clock.ts';
import { createQuietLog } from '../support/quiet-log.ts';

const PATH = '/ping/5f0c0b1e-7f6e-4c39-9a0f-0e6f1f3a2b1c';

/** `status` undefined: it takes the request and never answers. */
async function openWatcher({ status }: { status: number | undefined }) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    if (status !== undefined) response.writeHead(status, { location: '/elsewhere' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  let ailment: Ailment | undefined;
  const clock = createTestClock();
  const log = createQuietLog();
  const beats: Beat['kind'][] = [];
  const heartbeat = createHeartbeat({
    config: {
      url: createSecret(`http://127.0.0.1:${(server.address() as AddressInfo).port}${PATH}`),
      everyMs: 60_000,
      timeoutMs: 300,
    },
    http: createHttpClient({ texts: catalogues.en }),
    findAilment: async () => ailment,
    ...{ clock, log },
    onBeat: (kind) => void beats.push(kind),
  });
  onTestFinished(() => {
    heartbeat.stop();
    server.closeAllConnections();
    server.close();
  });
  heartbeat.start();
  await expect.poll(() => beats.length).toBe(1);
  return { asked, beats, clock, heartbeat, log, ail: (what: Ailment | undefined) => void (ailment = what) };
}

test('beats at once and every minute, and is silent while the bot is not well', async () => {
  const { asked, beats, clock, heartbeat, ail } = await openWatcher({ status: 200 });
  clock.forward('1m');
  await expect.poll(() => beats).toEqual(['sent', 'sent']);
  ail('store');
  clock.forward('1m');
  await expect.poll(() => beats.at(-1)).toBe('held_back');
  expect(heartbeat.read().last).toEqual({ kind: 'held_back', why: 'store' });
  ail(undefined);
  clock.forward('5s');
  await expect.poll(() => beats.at(-1)).toBe('sent');
  expect(asked).toEqual(Array.from({ length: 3 }, () => `GET ${PATH}`));
});

test.each([
  ['refuses', 404, { kind: 'failed', status: 404 }],
  ['sends elsewhere', 302, { kind: 'failed' }],
  ['never answers', undefined, { kind: 'failed' }],
])('a watcher that %s is said, tried again, and its address is not', async (_, status, last) => {
  const { beats, clock, heartbeat, log } = await openWatcher({ status });
  expect(heartbeat.read()).toEqual({ last });
  clock.forward('1m');
  await expect.poll(() => beats).toEqual(['failed', 'failed']);
  expect(log.lines.filter(({ message }) => message === 'heartbeat was not sent')).toHaveLength(1);
  expect(JSON.stringify(log.lines)).not.toContain('5f0c0b1e');
});

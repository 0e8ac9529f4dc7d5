import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startAlertmanager } from '../../sandbox/alertmanager.ts';
import { findFreePort } from '../../sandbox/world/free-port.ts';
import { createAlertmanagerApi } from '../../src/alerts/alertmanager-api.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { createHttpClient } from '../../src/net/http-client.ts';

/** The real one, where it is installed: Debian's prometheus-alertmanager. */
const PROGRAM = process.env['ALERTMANAGER_PROGRAM'] ?? '/usr/bin/prometheus-alertmanager';
const texts = catalogues.en;
const api = createAlertmanagerApi({ http: createHttpClient({ texts }), texts });
const labels = { alertname: 'NextuseDown', service: 'nextuse' };

async function startStandIn(): Promise<string> {
  const alertmanager = await startAlertmanager();
  onTestFinished(() => alertmanager.close());
  alertmanager.setAlerts([{ fingerprint: '1caf4b92a8f44163', labels }]);
  return alertmanager.url;
}

async function startReal(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'alertmanager-'));
  const port = await findFreePort(['127.0.0.1']);
  await writeFile(join(folder, 'am.yml'), 'route: { receiver: none }\nreceivers: [{ name: none }]\n');
  const child = spawn(
    PROGRAM,
    [
      `--config.file=${join(folder, 'am.yml')}`,
      `--storage.path=${folder}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
    ],
    { stdio: 'ignore' },
  );
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 100; tries++) {
    const isReady = await fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const alert = { labels, startsAt: new Date().toISOString() };
  await fetch(`${url}/api/v2/alerts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([alert]),
  });
  return url;
}

describe.each([
  ['the stand-in', startStandIn, false],
  ['the real one', startReal, !existsSync(PROGRAM)],
] as const)('Alertmanager, %s', (_, start, isMissing) => {
  it.skipIf(isMissing)('makes and expires silences, knows its alerts, refuses nonsense', async () => {
    const url = await start();
    const now = Date.now();
    const wanted = {
      matchers: [{ name: 'alertname', op: '=' as const, value: 'NextuseDown' }],
      startsAt: now,
      endsAt: now + 3_600_000,
      createdBy: 'mina (민아)',
      comment: 'router is replaced',
    };
    const id = await api.createSilence(url, wanted);
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(await api.listFingerprints(url)).toEqual(new Set(['1caf4b92a8f44163']));
    await api.expireSilence(url, id);
    await api.expireSilence(url, id);
    await api.expireSilence(url, '00000000-0000-4000-8000-000000000000').catch((thrown: unknown) => {
      expect(thrown).toMatchObject({ code: 'remote_failed' });
    });
    await expect(api.createSilence(url, { ...wanted, matchers: [] })).rejects.toMatchObject({ code: 'remote_failed' });
    await expect(api.createSilence(url, { ...wanted, endsAt: now - 1 })).rejects.toMatchObject({
      code: 'remote_failed',
    });
  });
});

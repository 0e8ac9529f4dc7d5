import { describe, expect, it } from 'vitest';
import { createAlertmanagerApi } from '../../src/alerts/alertmanager-api.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { createHttpClient } from '../../src/net/http-client.ts';

const texts = catalogues.en;

/** The alert that it must know, and Alertmanager's own fingerprint of it. */
export const KNOWN_ALERT = {
  fingerprint: '1caf4b92a8f44163',
  labels: { alertname: 'NextuseDown', service: 'nextuse' },
} as const;

/** What the bot relies on. `start` gives the address of one that knows the alert above. */
export function describeAlertmanagerApi(name: string, start: () => Promise<string>): void {
  const api = createAlertmanagerApi({ http: createHttpClient({ texts }), texts });
  describe(`Alertmanager, ${name}`, () => {
    it('makes and expires silences, knows its alerts, refuses nonsense', async () => {
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
      expect(await api.listFingerprints(url)).toEqual(new Set([KNOWN_ALERT.fingerprint]));
      await api.expireSilence(url, id);
      await api.expireSilence(url, id);
      await api.expireSilence(url, '00000000-0000-4000-8000-000000000000').catch((thrown: unknown) => {
        expect(thrown).toMatchObject({ code: 'remote_failed' });
      });
      await expect(api.createSilence(url, { ...wanted, matchers: [] })).rejects.toMatchObject({
        code: 'remote_failed',
      });
      await expect(api.createSilence(url, { ...wanted, endsAt: now - 1 })).rejects.toMatchObject({
        code: 'remote_failed',
      });
    });
  });
}

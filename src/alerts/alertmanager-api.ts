import { OpsError } from '../core/errors.ts';
import type { Matcher } from '../core/matcher.ts';
import type { HttpCall, HttpClient } from '../core/ports/http-client.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { toForeign } from './foreign.ts';

export interface NewSilence {
  matchers: readonly Pick<Matcher, 'name' | 'op' | 'value'>[];
  startsAt: number;
  endsAt: number;
  createdBy: string;
  comment: string;
}

/**
 * Alertmanager's own API, version 2. Errors: `remote_failed` when it refuses; `unreachable`, or `outcome_unknown` for what
 * would change something, when its answer did not come.
 */
export interface AlertmanagerApi {
  /** Gives the id of the silence. */
  createSilence(api: string, silence: NewSilence): Promise<string>;
  /** One that is over or unknown is expired already. */
  expireSilence(api: string, id: string): Promise<void>;
  /** Fingerprints of all alerts that it knows, silenced ones too. */
  listFingerprints(api: string): Promise<ReadonlySet<string>>;
}

const TIMEOUT_MS = 5_000;

export function createAlertmanagerApi({ http, texts }: { http: HttpClient; texts: Texts }): AlertmanagerApi {
  async function call(
    api: string,
    path: string,
    rest: Omit<HttpCall, 'url' | 'timeoutMs'>,
    allowed: readonly number[] = [],
  ) {
    const url = `${api.replace(/\/$/, '')}/api/v2${path}`;
    const answer = await http.send({ url, timeoutMs: TIMEOUT_MS, ...rest });
    if (answer.status !== 200 && !allowed.includes(answer.status)) {
      const reason = `${answer.status} ${answer.text.slice(0, 200)}`;
      throw new OpsError('remote_failed', texts.alerts.apiRefused({ host: new URL(url).host, reason }));
    }
    return answer;
  }

  return {
    async createSilence(api, { matchers, startsAt, endsAt, createdBy, comment }) {
      const json = {
        matchers: matchers.map(({ name, op, value }) => ({
          name,
          value,
          isRegex: op === '=~' || op === '!~',
          isEqual: op === '=' || op === '=~',
        })),
        startsAt: new Date(startsAt).toISOString(),
        endsAt: new Date(endsAt).toISOString(),
        createdBy,
        comment,
      };
      const { text } = await call(api, '/silences', { method: 'POST', json });
      const id = toForeign(parse(text)).get('silenceID').text();
      if (id === undefined)
        throw new OpsError('outcome_unknown', texts.alerts.apiRefused({ host: api, reason: text.slice(0, 200) }));
      return id;
    },
    async expireSilence(api, id) {
      // 500 with "silence … already expired" in older versions.
      const answer = await call(api, `/silence/${encodeURIComponent(id)}`, { method: 'DELETE' }, [404, 500]);
      if (answer.status === 500 && !answer.text.includes('already expired')) {
        throw new OpsError(
          'remote_failed',
          texts.alerts.apiRefused({ host: new URL(api).host, reason: answer.text.slice(0, 200) }),
        );
      }
    },
    async listFingerprints(api) {
      const { text } = await call(api, '/alerts?active=true&silenced=true&inhibited=true&unprocessed=true', {});
      const alerts = parse(text);
      if (!Array.isArray(alerts))
        throw new OpsError('remote_failed', texts.alerts.apiRefused({ host: new URL(api).host, reason: 'no list' }));
      return new Set(alerts.map((alert) => toForeign(alert).get('fingerprint').text() ?? ''));
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

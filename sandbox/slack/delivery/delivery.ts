import { randomUUID } from 'node:crypto';
import { connectedTeams } from '../connected-teams.ts';
import type { Core, Delivery } from '../core.ts';
import { toObject, toText, type JsonObject } from '../json-object.ts';
import { sendOverHttp } from './http-sender.ts';
import { ACK_MS, type Outcome, type Parcel } from './outcome.ts';

/** Slack tries an event again at once, after a minute and after five. Commands and clicks never. */
const RETRY_AFTER_MS = [0, 60_000, 300_000];

type Needs = Pick<Core, 'state' | 'clock' | 'installed' | 'sockets' | 'faults' | 'record'>;

export function createDelivery(core: Needs, firstAppUrl?: string): Delivery {
  const { state } = core;
  const closing = new AbortController();
  let appUrl = firstAppUrl;

  const send = async (parcel: Parcel): Promise<Outcome> => {
    if (core.faults.isDown) return { ok: false, error: 'dispatch_failed', ackMs: 0 };
    if (core.faults.isMute) return { ok: false, error: 'operation_timeout', ackMs: ACK_MS };
    if (appUrl !== undefined) return sendOverHttp(appUrl, state.credentials.signingSecret, parcel);
    return core.sockets.send(parcel);
  };

  const retry = async (payload: JsonObject, first: Outcome): Promise<void> => {
    let last = first;
    for (const [index, waitMs] of RETRY_AFTER_MS.entries()) {
      if (last.ok || last.noRetry === true) return;
      await core.clock.sleep(waitMs, closing.signal);
      if (closing.signal.aborted) return;
      const reason = toReason(last.error, appUrl !== undefined);
      last = await send({ type: 'events_api', payload, acceptsBody: false, retry: { number: index + 1, reason } });
    }
  };

  return {
    sendCommand: (payload) => send({ type: 'slash_commands', payload, acceptsBody: true }),
    async sendInteraction(payload) {
      const type = toText(payload['type']);
      const acceptsBody = type === 'view_submission';
      const outcome = await send({ type: 'interactive', payload, acceptsBody });
      if (outcome.ok && !acceptsBody && Object.keys(toObject(outcome.body)).length > 0) {
        core.record.refused(`ack of ${type}`, 'body_not_accepted');
      }
      return outcome;
    },
    async sendEvent(event, subscription) {
      if (!core.installed.hasEvent(subscription)) return undefined;
      const payload = toEventPayload(core, event);
      const outcome = await send({ type: 'events_api', payload, acceptsBody: false });
      void retry(payload, outcome);
      return outcome;
    },
    sendRateLimitNotice: () => send({ type: 'events_api', acceptsBody: false, payload: toRateLimitNotice(core) }),
    async verifyUrl() {
      const challenge = randomUUID();
      const payload = { token: state.credentials.verificationToken, challenge, type: 'url_verification' };
      const outcome = await send({ type: 'events_api', payload, acceptsBody: true });
      if (!outcome.ok) return false;
      const { challenge: inJson, text } = toObject(outcome.body);
      return inJson === challenge || text === challenge;
    },
    setAppUrl(url) {
      appUrl = url;
    },
    close: () => closing.abort(),
  };
}

function toReason(error: 'operation_timeout' | 'dispatch_failed', overHttp: boolean): string {
  if (!overHttp) return 'timeout';
  return error === 'operation_timeout' ? 'http_timeout' : 'http_error';
}

function toEventPayload({ state, clock }: Needs, event: JsonObject): JsonObject {
  const team = state.team.id;
  return {
    token: state.credentials.verificationToken,
    team_id: team,
    context_team_id: team,
    context_enterprise_id: null,
    api_app_id: state.app.id,
    event,
    type: 'event_callback',
    event_id: state.nextId('Ev'),
    event_time: Math.floor(clock.now().getTime() / 1000),
    authorizations: [
      { enterprise_id: null, team_id: team, user_id: state.app.botUserId, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: isShared(state, event),
    event_context: state.nextId('4-'),
  };
}

function isShared(state: Needs['state'], event: JsonObject): boolean {
  const channel = state.channels.get(toText(event['channel']));
  return channel !== undefined && connectedTeams(state, channel).length > 0;
}

/** Unlike every other event this one has no `event` inside. */
function toRateLimitNotice({ state, clock }: Needs): JsonObject {
  return {
    token: state.credentials.verificationToken,
    type: 'app_rate_limited',
    team_id: state.team.id,
    minute_rate_limited: Math.floor(clock.now().getTime() / 60_000) * 60,
    api_app_id: state.app.id,
  };
}

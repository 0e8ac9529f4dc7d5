import { contract } from '../contract.ts';
import type { Core } from '../core.ts';
import { toText, type JsonObject } from '../json-object.ts';
import type { RecordedCall } from '../record.ts';
import { readArguments, type Given } from './arguments.ts';
import type { Method } from './method.ts';
import { appMethods } from './methods/app.ts';
import { blocksMethods } from './methods/blocks-validate.ts';
import { chatMethods } from './methods/chat.ts';
import { conversationMethods } from './methods/conversations.ts';
import { fileMethods } from './methods/files.ts';
import { historyMethods } from './methods/history.ts';
import { peopleMethods } from './methods/people.ts';
import { reactionMethods } from './methods/reactions.ts';
import { viewMethods } from './methods/views.ts';
import { requireScopes } from './scopes.ts';
import { SlackError } from './slack-error.ts';

const methods: Record<string, Method> = {
  ...appMethods,
  ...blocksMethods,
  ...chatMethods,
  ...conversationMethods,
  ...fileMethods,
  ...historyMethods,
  ...peopleMethods,
  ...reactionMethods,
  ...viewMethods,
};

const WITHOUT_TOKEN = new Set(['api.test', 'blocks.validate']);
const WITH_APP_TOKEN = new Set(['apps.connections.open']);

export interface ApiAnswer {
  status: number;
  headers: Record<string, string>;
  body: JsonObject;
}

/** One Web API call, in Slack's order: token, method, pace, scopes, arguments, and then the method itself. */
export function dispatch(core: Core, method: string, given: Given, authorization: string | undefined): ApiAnswer {
  const call = core.record.call(method, given.values);
  try {
    authenticate(core, method, given, authorization);
    const run = methods[method];
    if (!run) throw new SlackError('unknown_method', [], { req_method: method });
    const retryAfter = core.rates.take(method, contract[method]?.tier ?? null, toText(given.values['channel']));
    if (retryAfter !== undefined) return rateLimited(call, retryAfter);
    requireScopes(core, method, given.values);
    const args = readArguments(method, given);
    call.args = structuredClone(args);
    return { status: 200, headers: scopeHeaders(core, method), body: { ok: true, ...run(core, args) } };
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    call.error = error.code;
    core.record.refused(method, error.code, error.messages);
    return { status: 200, headers: scopeHeaders(core, method), body: error.toAnswer() };
  }
}

export function rateLimited(call: RecordedCall, retryAfterSeconds: number): ApiAnswer {
  call.error = 'ratelimited';
  const headers = { 'retry-after': String(retryAfterSeconds) };
  return { status: 429, headers, body: { ok: false, error: 'ratelimited' } };
}

function authenticate(core: Core, method: string, given: Given, authorization: string | undefined): void {
  if (WITHOUT_TOKEN.has(method)) return;
  const { botToken, appToken } = core.state.credentials;
  // A token inside a JSON body is ignored; in a form it counts.
  const inBody = given.from === 'form' ? toText(given.values['token']) : '';
  const token = authorization?.replace(/^Bearer /i, '') ?? inBody;
  if (token === '') throw new SlackError('not_authed');
  if (token !== botToken && token !== appToken) throw new SlackError('invalid_auth');
  if ((token === appToken) !== WITH_APP_TOKEN.has(method)) throw new SlackError('not_allowed_token_type');
}

function scopeHeaders(core: Core, method: string): Record<string, string> {
  const accepted = contract[method]?.bot_scopes ?? [];
  return {
    'x-oauth-scopes': core.installed.scopes.join(','),
    ...(accepted.length > 0 && { 'x-accepted-oauth-scopes': accepted.join(',') }),
  };
}

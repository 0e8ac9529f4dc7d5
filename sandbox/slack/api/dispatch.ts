import { contract, isDocumented } from '../contract.ts';
import type { Core } from '../core.ts';
import { toObject, toText, type JsonObject } from '../json-object.ts';
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

/** One Web API call, in Slack's order: method, token, pace, scopes, arguments, and then the method itself. */
export function dispatch(core: Core, method: string, given: Given, authorization: string | undefined): ApiAnswer {
  const call = core.record.call(method, given.values);
  try {
    const run = getMethod(method);
    authenticate(core, method, given, authorization);
    const retryAfter = core.rates.take(method, contract[method]?.tier ?? null, toPaced(given.values['channel']));
    if (retryAfter !== undefined) return rateLimited(call, retryAfter);
    requireScopes(core, method, given.values);
    const args = readArguments(method, given);
    call.args = structuredClone(args);
    const body = withWarnings({ ok: true, ...run(core, args) }, given);
    return { status: 200, headers: scopeHeaders(core, method), body };
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    call.error = error.code;
    core.record.refused(method, error.code, error.messages);
    return { status: 200, headers: scopeHeaders(core, method), body: withWarnings(error.toAnswer(), given) };
  }
}

export function rateLimited(call: RecordedCall, retryAfterSeconds: number): ApiAnswer {
  call.error = 'ratelimited';
  const headers = { 'retry-after': String(retryAfterSeconds) };
  return { status: 429, headers, body: { ok: false, error: 'ratelimited' } };
}

/** `method_not_imitated` is this sandbox's own: Slack has the method, and an app that calls it needs more than this. */
function getMethod(method: string): Method {
  const run = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (run) return run;
  const details = { req_method: method };
  if (!isDocumented(method)) throw new SlackError('unknown_method', [], details);
  const line = `[ERROR] Slack has ${method}, this sandbox does not imitate it: nothing was done`;
  throw new SlackError('method_not_imitated', [line], details);
}

/** A person's id means the direct messages with that person. */
const toPaced = (channel: unknown): string => toText(channel).replace(/^[UW]/, 'D0');

function withWarnings(body: JsonObject, { warnings = [] }: Given): JsonObject {
  if (warnings.length === 0) return body;
  const metadata = { ...toObject(body['response_metadata']), warnings };
  return { ...body, warning: warnings.join(','), response_metadata: metadata };
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

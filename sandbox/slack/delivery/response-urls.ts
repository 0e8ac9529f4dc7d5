import { randomBytes } from 'node:crypto';
import { SlackError } from '../api/slack-error.ts';
import { readContent, type Content } from '../content.ts';
import type { Core, Origin, ResponseUrls } from '../core.ts';
import { findText, isObject, type JsonObject } from '../json-object.ts';
import { addMessage, editMessage, findMessage, removeMessage } from '../messages.ts';

const MAX_USES = 5;
const VALID_MS = 30 * 60_000;

const KNOWN = new Set(
  [
    'text blocks attachments markdown_text metadata response_type replace_original delete_original thread_ts',
    'mrkdwn unfurl_links unfurl_media parse link_names',
  ].flatMap((names) => names.split(' ')),
);

export function createResponseUrls({ clock, address, state }: Pick<Core, 'clock' | 'address' | 'state'>): ResponseUrls {
  const issued = new Map<string, { origin: Origin; uses: number; expiresMs: number }>();
  let count = 0;
  /** Half an hour after its end a url is no longer known at all. */
  const forgetExpired = (nowMs: number): void => {
    for (const [path, { expiresMs }] of issued) {
      if (expiresMs + VALID_MS > nowMs) return;
      issued.delete(path);
    }
  };
  return {
    issue(origin) {
      const nowMs = clock.now().getTime();
      forgetExpired(nowMs);
      count += 1;
      const path = `/${origin.kind}/${state.team.id}/${count}/${randomBytes(12).toString('hex')}`;
      issued.set(path, { origin, uses: 0, expiresMs: nowMs + VALID_MS });
      return `${address.url}${path}`;
    },
    use(core, path, body) {
      const url = issued.get(path);
      if (!url) throw refusal('no_service', 404);
      if (clock.now().getTime() > url.expiresMs) throw refusal('expired_url', 404);
      if (url.uses >= MAX_USES) throw refusal('used_url', 404);
      if (!isObject(body)) throw refusal('invalid_payload', 400);
      const unknown = Object.keys(body).filter((name) => !KNOWN.has(name));
      if (unknown.length > 0) throw refusal('invalid_payload', 400, unknown);
      url.uses += 1;
      respond(core, url.origin, body);
    },
  };
}

const refusal = (code: string, status: number, names: string[] = []): SlackError =>
  new SlackError(
    code,
    names.map((name) => `[ERROR] invalid additional property: ${name}`),
    { status },
  );

function respond(core: Core, origin: Origin, body: JsonObject): void {
  const { channel, message: pressed } = origin;
  const target = pressed && findMessage(channel, pressed.ts, { ephemeral: pressed.ephemeral });
  // Slash commands have no message to replace or to delete: there both flags do nothing (bolt-js#2287).
  if (body['delete_original'] === true && (pressed || !hasContent(body))) {
    if (target) removeMessage(core, channel, target);
    return;
  }
  const content = readContent(core, body);
  if (body['replace_original'] === true && target) editMessage(core, channel, target, content);
  else addResponse(core, origin, body, content);
}

const hasContent = (body: JsonObject): boolean =>
  ['text', 'blocks', 'attachments', 'markdown_text'].some((name) => body[name] !== undefined);

/** Also for the ack of a slash command: shown to the person alone unless `in_channel`. */
export function addResponse(core: Core, { channel, user }: Origin, body: JsonObject, content: Content): string {
  const threadTs = findText(body['thread_ts']);
  const draft = {
    ...content,
    byBot: true,
    user: core.state.app.botUserId,
    ...(threadTs !== undefined && { threadTs }),
  };
  return addMessage(core, channel, body['response_type'] === 'in_channel' ? draft : { ...draft, to: user }).ts;
}

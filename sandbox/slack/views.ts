import { SlackError, invalidArguments } from './api/slack-error.ts';
import { fillIn, spellOut } from './blockkit/fill-in.ts';
import { toLine } from './blockkit/rule.ts';
import { checkView, type ViewKind } from './blockkit/view.ts';
import type { Core } from './core.ts';
import { toObject, toObjects, toText, type JsonObject } from './json-object.ts';
import type { View } from './state.ts';
import { readValues } from './values.ts';

const MAX_VIEW_BYTES = 256_000;
const MAX_STACK = 3;

/** Throws as views.* does: `invalid_arguments` with every line, or `view_too_large`. */
export function checkViewArgument(view: unknown, kind: ViewKind): JsonObject {
  const issues = checkView(view, [kind]);
  if (issues.length > 0) throw invalidArguments(...issues.map(toLine));
  if (Buffer.byteLength(JSON.stringify(view)) > MAX_VIEW_BYTES) throw new SlackError('view_too_large');
  return toObject(view);
}

function getModalStack(core: Core, user: string): string[] {
  const stack = core.state.stacks.get(user) ?? [];
  core.state.stacks.set(user, stack);
  return stack;
}

/** The modal a person looks at. */
export function findTopModal(core: Core, user: string): View | undefined {
  const id = core.state.stacks.get(user)?.at(-1);
  return id === undefined ? undefined : core.state.views.get(id);
}

export function openModal(core: Core, user: string, body: JsonObject): View {
  closeModals(core, user);
  return addModal(core, user, body);
}

export function pushModal(core: Core, user: string, body: JsonObject): View {
  const stack = getModalStack(core, user);
  if (stack.length === 0) throw new SlackError('not_found');
  if (stack.length >= MAX_STACK) throw new SlackError('push_limit_reached');
  return addModal(core, user, body);
}

export function replaceView(core: Core, view: View, body: JsonObject): void {
  view.body = withIds(core, body);
  view.values = readValues(toObjects(view.body['blocks']), view.values);
  view.errors = {};
  view.hash = newHash(core);
  core.changes.emit();
}

/** Takes one modal away; the one below shows again. */
export function dismissModal(core: Core, view: View): void {
  const stack = getModalStack(core, view.user).filter((id) => id !== view.id);
  core.state.stacks.set(view.user, stack);
  core.state.views.delete(view.id);
  core.changes.emit();
}

export function closeModals(core: Core, user: string): void {
  for (const id of getModalStack(core, user).splice(0)) core.state.views.delete(id);
  core.changes.emit();
}

export function publishHome(core: Core, user: string, body: JsonObject): View {
  const existing = core.state.views.get(core.state.homes.get(user) ?? '');
  if (existing) {
    replaceView(core, existing, body);
    return existing;
  }
  const view = addView(core, user, body);
  core.state.homes.set(user, view.id);
  core.changes.emit();
  return view;
}

function addModal(core: Core, user: string, body: JsonObject): View {
  const stack = getModalStack(core, user);
  const [root] = stack;
  const previous = stack.at(-1);
  const view = addView(core, user, body);
  if (root !== undefined) view.rootId = root;
  if (previous !== undefined) view.previousId = previous;
  stack.push(view.id);
  core.changes.emit();
  return view;
}

function addView(core: Core, user: string, given: JsonObject): View {
  const id = core.state.nextId('V');
  const body = withIds(core, given);
  const values = readValues(toObjects(body['blocks']));
  const view: View = { id, user, body, hash: newHash(core), rootId: id, values, errors: {} };
  core.state.views.set(id, view);
  return view;
}

const newHash = (core: Core): string => `${core.state.nextTs().slice(0, 10)}.${core.state.nextId('h')}`;

function withIds(core: Core, body: JsonObject): JsonObject {
  const { title, submit, close } = body;
  const labels = Object.entries({ title, submit, close }).filter(([, text]) => text !== undefined);
  return {
    ...body,
    ...Object.fromEntries(labels.map(([name, text]) => [name, spellOut(text)])),
    blocks: fillIn(toObjects(body['blocks']), () => core.state.nextId('').slice(-5)),
  };
}

/** A view as the Web API and interaction payloads carry it. */
export function toApiView({ state }: Core, view: View): JsonObject {
  const { body } = view;
  const isModal = body['type'] === 'modal';
  return {
    id: view.id,
    team_id: state.people.get(view.user)?.teamId ?? state.team.id,
    type: body['type'],
    blocks: structuredClone(body['blocks']),
    private_metadata: toText(body['private_metadata']),
    callback_id: toText(body['callback_id']),
    external_id: toText(body['external_id']),
    state: { values: structuredClone(view.values) },
    hash: view.hash,
    title: body['title'] ?? { type: 'plain_text', text: 'View Title', emoji: true },
    close: body['close'] ?? null,
    submit: body['submit'] ?? null,
    clear_on_close: body['clear_on_close'] ?? false,
    notify_on_close: body['notify_on_close'] ?? false,
    ...(isModal && { submit_disabled: body['submit_disabled'] ?? false }),
    root_view_id: view.rootId,
    previous_view_id: view.previousId ?? null,
    app_id: state.app.id,
    app_installed_team_id: state.team.id,
    bot_id: state.app.botId,
  };
}

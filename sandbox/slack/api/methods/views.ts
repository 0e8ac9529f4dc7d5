import type { Core } from '../../core.ts';
import { findText, toObject, toText, type JsonObject } from '../../json-object.ts';
import type { View } from '../../state.ts';
import { checkViewArgument, openModal, publishHome, pushModal, replaceView, toApiView } from '../../views.ts';
import type { Method } from '../method.ts';
import { invalidArguments, SlackError } from '../slack-error.ts';

function takeTrigger(core: Core, args: JsonObject): string {
  const trigger = findText(args['trigger_id']) ?? findText(args['interactivity_pointer']);
  if (trigger === undefined) throw invalidArguments('missing required field: trigger_id');
  return core.triggers.take(trigger);
}

const open: Method = (core, args) => {
  const body = checkViewArgument(args['view'], 'modal');
  refuseUsedExternalId(core, body);
  return { view: toApiView(core, openModal(core, takeTrigger(core, args), body)) };
};

const push: Method = (core, args) => {
  if (toObject(args['view'])['type'] === 'home') {
    throw invalidArguments(
      "must match the `type` of the root view whose stack we're pushing onto [json-pointer:/view/type]",
    );
  }
  const body = checkViewArgument(args['view'], 'modal');
  refuseUsedExternalId(core, body);
  return { view: toApiView(core, pushModal(core, takeTrigger(core, args), body)) };
};

const update: Method = (core, args) => {
  const view = findView(core, args);
  const kind = view?.body['type'] === 'home' ? 'home' : 'modal';
  const body = checkViewArgument(args['view'], kind);
  if (!view) throw new SlackError('not_found');
  refuseOldHash(view, args);
  refuseUsedExternalId(core, body, view);
  replaceView(core, view, body);
  return { view: toApiView(core, view) };
};

function findView(core: Core, args: JsonObject): View | undefined {
  const id = findText(args['view_id']);
  const externalId = findText(args['external_id']);
  if (id === undefined && externalId === undefined) throw invalidArguments('missing required field: view_id');
  const views = [...core.state.views.values()];
  return views.find((view) => (id === undefined ? view.body['external_id'] === externalId : view.id === id));
}

const publish: Method = (core, args) => {
  const user = toText(args['user_id']);
  if (!core.state.people.has(user)) throw invalidArguments('invalid `user_id` [json-pointer:/user_id]');
  const body = checkViewArgument(args['view'], 'home');
  const existing = core.state.views.get(core.state.homes.get(user) ?? '');
  if (existing) refuseOldHash(existing, args);
  return { view: toApiView(core, publishHome(core, user, body)) };
};

function refuseOldHash(view: View, args: JsonObject): void {
  const hash = findText(args['hash']);
  if (hash !== undefined && hash !== '' && hash !== view.hash) throw new SlackError('hash_conflict');
}

function refuseUsedExternalId(core: Core, body: JsonObject, except?: View): void {
  const id = toText(body['external_id']);
  const isUsed = [...core.state.views.values()].some((view) => view !== except && view.body['external_id'] === id);
  if (id !== '' && isUsed) throw new SlackError('duplicate_external_id');
}

export const viewMethods: Record<string, Method> = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
};

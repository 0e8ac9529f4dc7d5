import type { Configuration } from '../../config/configuration.ts';
import type { Inventory } from '../../core/inventory.ts';
import type { Texts } from '../../core/texts/catalogue.ts';
import { NEEDED_SCOPES } from '../../slack/manifest.ts';
import { createAsk, type Answer, type Ask } from './ask-slack.ts';
import { fail, ok, warn, type Check, type Finding } from './finding.ts';

/** Token, scopes, app token, channels, groups and people: what the bot will find when it starts. */
export function listSlackChecks({ environment, inventory }: Configuration, texts: Texts): Check[] {
  const { slack } = environment;
  const ask = createAsk(slack.botToken.reveal(), slack.apiUrl);
  const identity = ask('auth.test');
  // The checks wait for it; one that is late must not end the process.
  identity.catch(() => {});
  const { incidents, audit } = inventory.slack.channels;
  return [
    { name: 'slack.token', run: async () => checkToken(await identity, texts) },
    ...(slack.mode === 'socket'
      ? [{ name: 'slack.appToken', run: () => checkAppToken(slack.appToken.reveal(), slack.apiUrl, texts) }]
      : []),
    ...Object.entries({ incidents, ...(audit !== undefined && { audit }) }).map(([name, id]) => ({
      name: `slack.channel.${name}`,
      run: () => checkChannel(ask, name, id, texts),
    })),
    ...listRouted(inventory).map((id) => ({
      name: `slack.channel.${id}`,
      run: () => checkChannel(ask, 'alerts', id, texts, `slack.channel.${id}`),
    })),
    ...(audit === undefined ? [{ name: 'slack.channel.audit', run: async () => [noAuditChannel(texts)] }] : []),
    ...listGroups(inventory).map((id) => ({ name: `slack.usergroup.${id}`, run: () => checkGroup(ask, id, texts) })),
    { name: 'slack.people', run: async () => checkPeople(ask, (await identity).scopes ?? [], inventory, texts) },
  ];
}

function checkToken(answer: Answer, { doctor }: Texts): Finding[] {
  if (!answer.ok) {
    return [fail('slack.token', doctor.slackTokenRefused({ error: answer.error ?? '' }), doctor.slackTokenFix)];
  }
  const token = ok('slack.token', doctor.slackToken({ team: answer.team ?? '', user: answer.user ?? '' }));
  const { scopes } = answer;
  if (!scopes) return [token, warn('slack.scopes', doctor.scopesUnknown, doctor.scopesFix)];
  const missing = NEEDED_SCOPES.filter((scope) => !scopes.includes(scope));
  if (missing.length > 0) {
    return [token, fail('slack.scopes', doctor.scopesMissing({ scopes: missing.join(', ') }), doctor.scopesFix)];
  }
  const more = scopes.filter((scope) => !NEEDED_SCOPES.includes(scope));
  const all = ok('slack.scopes', doctor.scopes({ count: NEEDED_SCOPES.length }));
  if (more.length === 0) return [token, all];
  return [token, all, warn('slack.scopes', doctor.scopesMore({ scopes: more.join(', ') }), doctor.scopesMoreFix)];
}

async function checkAppToken(token: string, apiUrl: string, { doctor }: Texts): Promise<Finding[]> {
  const name = 'slack.appToken';
  const answer = await createAsk(token, apiUrl)('apps.connections.open');
  if (answer.ok) return [ok(name, doctor.appToken)];
  return [fail(name, doctor.appTokenRefused({ error: answer.error ?? '' }), doctor.appTokenFix)];
}

/** Reading the history needs what posting needs, and that the bot is in there. */
async function checkChannel(
  ask: Ask,
  name: string,
  id: string,
  { doctor }: Texts,
  check = `slack.channel.${name}`,
): Promise<Finding[]> {
  const answer = await ask('conversations.history', { channel: id, limit: 1 });
  if (answer.ok) return [ok(check, doctor.channel({ name, id }))];
  return [fail(check, doctor.channelRefused({ name, id, error: answer.error ?? '' }), doctor.channelFix({ id }))];
}

/** Channels that alerts go to and nothing else does. */
function listRouted({ alerts, slack: { channels } }: Inventory): string[] {
  const routed = (alerts?.routes ?? []).flatMap(({ channel }) => channel ?? []);
  return [...new Set(routed)].filter((id) => id !== channels.incidents && id !== channels.audit);
}

function noAuditChannel({ doctor }: Texts): Finding {
  return warn('slack.channel.audit', doctor.noAuditChannel, doctor.noAuditChannelFix);
}

/** Wherever the inventory names one: who approves, is called later, starts runs, or is told of alerts. */
function listGroups({ policies, alerts }: Inventory): string[] {
  const { destructive, write, breakGlass, operators = [] } = policies;
  const deciders = [destructive, write].flatMap(({ approvers, widen = [] }) => [...approvers, ...widen]);
  const told = (alerts?.escalation ?? []).flatMap(({ mention }) => mention);
  const ids = [...deciders, ...breakGlass.allowed, ...operators, ...told];
  return [...new Set(ids.filter((id) => id.startsWith('S')))];
}

async function checkGroup(ask: Ask, id: string, { doctor }: Texts): Promise<Finding[]> {
  const check = `slack.usergroup.${id}`;
  const answer = await ask('usergroups.users.list', { usergroup: id });
  if (!answer.ok) return [fail(check, doctor.usergroupRefused({ id, error: answer.error ?? '' }), doctor.usergroupFix)];
  const count = answer.users?.length ?? 0;
  if (count === 0) return [warn(check, doctor.usergroupEmpty({ id }), doctor.usergroupFix)];
  return [ok(check, doctor.usergroup({ id, count }))];
}

async function checkPeople(
  ask: Ask,
  scopes: readonly string[],
  { people }: Inventory,
  { doctor }: Texts,
): Promise<Finding[]> {
  const check = 'slack.people';
  if (!scopes.includes('users:read')) return [ok(check, doctor.peopleNotAsked({ count: people.length }))];
  const wrong = await Promise.all(
    people.map(async ({ name, slack }): Promise<Finding[]> => {
      const { error, found } = await ask('users.info', { user: slack });
      const trouble = error ?? (found?.deleted ? doctor.personGone : found?.is_bot ? doctor.personBot : undefined);
      if (trouble === undefined) return [];
      return [fail(check, doctor.person({ name, id: slack, error: trouble }), doctor.personFix)];
    }),
  );
  const findings = wrong.flat();
  return findings.length > 0 ? findings : [ok(check, doctor.people({ count: people.length }))];
}

import type { AuditDraft } from '../core/audit.ts';
import type { Json } from '../core/json.ts';
import { listKnown, openText, sealText, type KnownSecrets } from '../core/known-secrets.ts';
import type { MessageDraft } from '../core/message.ts';
import { redactJson } from '../core/redact-json.ts';
import { redact } from '../core/redact.ts';
import { hashJson } from '../core/json.ts';
import type { Run } from '../core/run.ts';
import { createRedactor } from '../core/redactor.ts';
import type { KeptOutput, RunChange, Store } from '../core/store.ts';
import { createAlertGuard } from './guard-alerts.ts';

/** What a run needs to go on: stored with a note instead of each secret of ours, and read back with the secret. */
const NEEDED = new Set(['params', 'facts', 'undo']);

/**
 * The store behind the one gate through which everything passes that people see: cards, threads, files, the trail. What
 * looks like a secret, or is one of the given, is not written. What has to be executed keeps its meaning without the secret
 * being on the disk.
 */
export function createGuardedStore(store: Store, secrets: KnownSecrets): Store {
  const known = listKnown(secrets);
  const alerts = createAlertGuard(createRedactor(known));

  const seal = <T>(value: T): T => mapTexts(value, (text) => sealText(text, secrets));
  const open = (run: Run): Run => mapTexts(run, (text) => openText(text, secrets));
  const openMaybe = (run: Run | undefined): Run | undefined => run && open(run);

  /** Texts of a run for people to read, and beside them what is needed to go on. */
  function guard<T>(value: T): T {
    if (typeof value === 'string') return redact(value, known) as T;
    if (Array.isArray(value)) return value.map(guard) as T;
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]: [string, unknown]) => [key, NEEDED.has(key) ? seal(item) : guard(item)]),
    ) as T;
  }

  const guardAudit = (drafts: readonly AuditDraft[]): AuditDraft[] => drafts.map((draft) => redactJson(draft, known));

  const guardMessages = (drafts: readonly MessageDraft[]): MessageDraft[] =>
    drafts.map((draft) => (draft.body === undefined ? draft : { ...draft, body: redactJson(draft.body, known) }));

  function guardChange(change: RunChange): RunChange {
    const { run, steps, newSteps, vote, review, audit, outputs, messages, ...rest } = change;
    const kept = new Map((outputs ?? []).map((output) => [output.digest, guardOutput(output)]));
    return {
      ...rest,
      ...(run && { run: guard(run) }),
      ...(steps && { steps: guard(steps) }),
      ...(newSteps && { newSteps: guard(newSteps) }),
      ...(vote && { vote: guard(vote) }),
      ...(review && { review: guard(review) }),
      audit: guardAudit(audit).map((draft) => withDigest(draft, kept)),
      ...(outputs && { outputs: [...kept.values()] }),
      ...(messages && { messages: guardMessages(messages) }),
    };
  }

  /** What changes beside runs: its entries and messages. */
  const guardBeside = <C extends { audit?: readonly AuditDraft[]; messages?: readonly MessageDraft[] }>(
    change: C,
  ): C => ({
    ...change,
    ...(change.audit && { audit: guardAudit(change.audit) }),
    ...(change.messages && { messages: guardMessages(change.messages) }),
  });

  /** The digest is that of what is kept. */
  function guardOutput({ outputs }: KeptOutput): KeptOutput {
    const safe = redactJson(outputs, known);
    return { digest: hashJson(safe as unknown as Json), outputs: safe };
  }

  return {
    ...store,
    runs: {
      ...store.runs,
      async create(run, { isLocking, audit, messages }) {
        const drafts = { audit: guardAudit(audit), messages: guardMessages(messages) };
        return open(await store.runs.create(guard(run), { isLocking, ...drafts }));
      },
      find: async (id) => openMaybe(await store.runs.find(id)),
      list: async (filter) => (await store.runs.list(filter)).map(open),
      async update(id, now, decide) {
        const run = await store.runs.update(id, now, (current) => {
          const change = decide(open(current));
          return change && guardChange(change);
        });
        return open(run);
      },
    },
    audit: { ...store.audit, append: (drafts, now) => store.audit.append(guardAudit(drafts), now) },
    guards: {
      ...store.guards,
      changeFreeze: (now, decide) =>
        store.guards.changeFreeze(now, (open) => {
          const change = guardBeside(decide(open));
          return 'begin' in change ? { ...change, begin: guard(change.begin) } : change;
        }),
      closeReview: (id, now, decide) =>
        store.guards.closeReview(id, now, (review) => {
          const change = guardBeside(decide(review));
          return { ...change, notes: guard(change.notes) };
        }),
      changeAuthenticator: (person, now, decide) =>
        store.guards.changeAuthenticator(person, now, (known) => guardBeside(decide(known))),
    },
    watchers: {
      ...store.watchers,
      change: (name, now, decide) =>
        store.watchers.change(name, now, (note) => {
          const change = decide(note);
          return change && guardBeside(change);
        }),
    },
    alerts: {
      ...store.alerts,
      record: (asked, now, decide) =>
        store.alerts.record(alerts.toLookup(asked), now, (known) =>
          guardBeside(alerts.toKept(decide(alerts.toKnown(known, asked)))),
        ),
      updateGroup: (id, now, decide) =>
        store.alerts.updateGroup(id, now, (group, counts) => guardBeside(alerts.toKept(decide(group, counts)))),
      updateStormGroups: (id, now, decide) =>
        store.alerts.updateStormGroups(id, now, (storm, groups) => guardBeside(alerts.toKept(decide(storm, groups)))),
      findAlert: (source, key) => store.alerts.findAlert(source, alerts.toKey(key)),
    },
    messages: { ...store.messages, want: (drafts, now) => store.messages.want(guardMessages(drafts), now) },
  };
}

function withDigest(draft: AuditDraft, kept: ReadonlyMap<string, KeptOutput>): AuditDraft {
  const { details } = draft;
  if (typeof details !== 'object' || details === null || Array.isArray(details)) return draft;
  const { outputs } = details as Record<string, Json>;
  const found = typeof outputs === 'string' ? kept.get(outputs) : undefined;
  return found ? { ...draft, details: { ...(details as Record<string, Json>), outputs: found.digest } } : draft;
}

function mapTexts<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => mapTexts(item, change)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]: [string, unknown]) => [key, mapTexts(item, change)]),
  ) as T;
}

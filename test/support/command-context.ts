import { toSlackActor } from '../../src/core/actor.ts';
import type { Command, CommandContext, Reply } from '../../src/core/command.ts';
import type { RunId } from '../../src/core/ids.ts';
import { parseCommand } from '../../src/core/parse-command.ts';
import type { RunRequest, Runs } from '../../src/core/ports/runs.ts';
import type { Run } from '../../src/core/run.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { createExampleInventory } from './example-inventory.ts';

export const RUN_ID: RunId = 'run_01JD0000000000000ABC';

export function createRun(change: Partial<Run> = {}): Run {
  return {
    id: RUN_ID,
    runbook: 'failover',
    service: 'nextuse',
    params: {},
    reason: '',
    isDryRun: false,
    plan: { steps: [], gates: [] },
    planHash: 'hash',
    status: 'awaiting_approval',
    round: 1,
    clearedUpTo: 0,
    isRollingBack: false,
    requestedBy: { person: 'jin', via: 'slack' },
    channel: 'C0INCIDENTS',
    createdAt: 0,
    updatedAt: 0,
    epoch: 0,
    steps: [],
    votes: [],
    ...change,
  };
}

/** What a person types, as jin in the incidents channel, and what goes inward because of it. */
export function createCommandContext(given: Partial<Runs> = {}, more: Partial<CommandContext> = {}) {
  const requests: RunRequest[] = [];
  const unexpected = (what: string) => (): never => {
    throw new Error(`not expected by the test: ${what}`);
  };
  const gate = { before: 0, risk: 'destructive' as const, approvals: 1, approvers: ['U0MINA'], expiresMs: 900_000 };
  const runs: Runs = {
    request(request) {
      requests.push(structuredClone(request));
      const isReading = ['standby-check', 'dns-show'].includes(request.runbook);
      return Promise.resolve(
        createRun({ ...request, params: {}, plan: { steps: [], gates: isReading ? [] : [gate] } }),
      );
    },
    approve: unexpected('approve'),
    deny: unexpected('deny'),
    answer: unexpected('answer'),
    cancel: unexpected('cancel'),
    breakGlass: unexpected('breakGlass'),
    find: unexpected('find'),
    list: unexpected('list'),
    runbooks: [
      { name: 'failover', summary: 'Move.', params: ['service'], wayBack: 'failback' },
      { name: 'failback', summary: 'Return.', params: ['service', 'healthyFor'] },
      { name: 'dns-show', summary: 'Show.', params: ['service'] },
    ],
    preview: unexpected('preview'),
    ...given,
  };
  const inventory = createExampleInventory();
  const context: CommandContext = {
    actor: toSlackActor('U0JIN', inventory),
    channel: 'C0INCIDENTS',
    inventory,
    texts: catalogues.en,
    runs,
    audit: { list: unexpected('audit.list'), head: unexpected('audit.head') },
    now: new Date('2026-11-21T12:00:00Z'),
    alerts: {
      find: unexpected('find'),
      acknowledge: unexpected('acknowledge'),
      acknowledgeStorm: unexpected('acknowledgeStorm'),
      silence: unexpected('silence'),
      unsilence: unexpected('unsilence'),
      match: unexpected('match'),
      listOpen: unexpected('listOpen'),
      findPrimaryDown: unexpected('findPrimaryDown'),
    },
    guards: {
      freeze: unexpected('freeze'),
      unfreeze: unexpected('unfreeze'),
      findFreeze: unexpected('findFreeze'),
      listOpenReviews: unexpected('listOpenReviews'),
      closeReview: unexpected('closeReview'),
    },
    commands: [],
    status: () => Promise.resolve(['version 0.1.0', 'store: sqlite']),
    ...more,
  };
  const type = (command: Command, text: string): Promise<Reply> =>
    // As the adapter calls it: what is thrown at once is a rejection too.
    Promise.resolve().then(() => command.run(parseCommand(text), context));
  return { context, requests, type };
}

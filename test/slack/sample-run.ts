import type { Inventory } from '../../src/core/inventory.ts';
import type { Plan, PlanStep, Run, RunStep } from '../../src/core/run.ts';
import { testInventory } from '../support/engine-world.ts';

export const START = Date.parse('2026-11-20T23:12:00Z');

export const inventory: Inventory = testInventory();

const planned = (title: string, risk: PlanStep['risk'], description: string): PlanStep => ({
  type: 'test.step',
  params: {},
  risk,
  title,
  description,
});

const PROBE = planned('Probe primary', 'read', 'tcp, https and ssh at 203.0.113.10');
export const FENCE = {
  ...planned('Fence primary', 'destructive', 'stop jin-gateway on home'),
  irreversible: 'requests in hand are lost',
};
const SWITCH = planned(
  'Switch DNS',
  'destructive',
  'nextuse.jin7942.co.kr CNAME jfree.iptime.org → jin-backup.jin7942.co.kr, TTL 120',
);
const VERIFY = planned('Verify', 'read', '2 authoritative servers, 3 resolvers, https from here and standby');

const gate: Plan['gates'][number] = {
  before: 1,
  risk: 'destructive',
  approvals: 1,
  approvers: ['U0MINA', 'S0ONCALL'],
  expiresMs: 900_000,
};

/** A failover as it stands before anything happened. */
export function sampleRun(change: Partial<Run> = {}, steps: readonly Partial<RunStep>[] = []): Run {
  const plans = [PROBE, FENCE, SWITCH, VERIFY];
  return {
    id: 'run_01JD0000000000000001',
    runbook: 'failover',
    service: 'nextuse',
    params: { service: 'nextuse' },
    reason: 'home router is dead',
    isDryRun: false,
    plan: { steps: plans, gates: [gate] },
    planHash: 'hash',
    status: 'pending',
    round: 1,
    clearedUpTo: 0,
    isRollingBack: false,
    requestedBy: { person: 'jin', slackId: 'U0JIN', via: 'slack' },
    channel: 'C0INCIDENTS',
    createdAt: START,
    updatedAt: START,
    epoch: 1,
    steps: plans.map((plan, index): RunStep => ({
      index,
      plan,
      status: 'pending',
      attempt: 0,
      epoch: 0,
      ...steps[index],
    })),
    votes: [],
    ...change,
  };
}

export const PROBED: Partial<RunStep> = {
  status: 'succeeded',
  attempt: 1,
  startedAt: START + 100,
  endedAt: START + 2_200,
  summary: 'down: tcp 443 refused, https timed out',
  warnings: ['writes since 03:00 KST will be missing'],
};
const CANNOT_FENCE: Partial<RunStep> = { observed: { summary: 'cannot fence: unreachable', facts: {} } };
export const OPEN: Partial<Run> = {
  status: 'awaiting_approval',
  binding: 'bound',
  gateOpenedAt: START + 3_000,
  expiresAt: START + 903_000,
};
export const APPROVED: Partial<Run> = {
  status: 'running',
  binding: 'bound',
  gateOpenedAt: START + 3_000,
  clearedUpTo: 4,
  votes: [
    { person: 'mina', slackId: 'U0MINA', via: 'slack', decision: 'approve', subject: 'bound', at: START + 63_000 },
  ],
};
const did = (summary: string, from: number, to: number): Partial<RunStep> => ({
  status: 'succeeded',
  attempt: 1,
  startedAt: START + from,
  endedAt: START + to,
  summary,
});

/** Every state that a card can show, by name. */
export const STATES: Readonly<Record<string, Run>> = {
  pending: sampleRun(),
  observing: sampleRun({ status: 'observing' }, [
    { status: 'running', attempt: 1, startedAt: START, summary: 'asking from standby' },
  ]),
  'awaiting approval': sampleRun(OPEN, [PROBED, CANNOT_FENCE]),
  'one of two approvals': sampleRun(
    {
      ...OPEN,
      plan: { ...sampleRun().plan, gates: [{ ...gate, approvals: 2 }] },
      votes: [
        { person: 'mina', slackId: 'U0MINA', via: 'slack', decision: 'approve', subject: 'bound', at: START + 9_000 },
      ],
    },
    [PROBED, CANNOT_FENCE],
  ),
  'two groups, one has said yes, moved lately': sampleRun(
    {
      ...OPEN,
      plan: {
        ...sampleRun().plan,
        gates: [
          {
            ...gate,
            approvals: 2,
            requirements: [
              { from: ['S0DBA'], approvals: 1 },
              { from: ['U0JIN', 'S0ONCALL'], approvals: 1 },
            ],
          },
        ],
      },
      recentMove: { run: 'run_01JD0000000000000009', runbook: 'failback', at: START - 717_000 },
      votes: [
        {
          ...{ person: 'mina', slackId: 'U0MINA', via: 'slack', decision: 'approve', subject: 'bound' },
          ...{ fills: [0], at: START + 9_000 },
        },
      ],
    },
    [PROBED, CANNOT_FENCE],
  ),
  'glass broken': sampleRun(
    {
      ...{ ...APPROVED, votes: [] },
      glass: {
        ...{ person: 'jin', slackId: 'U0JIN', reason: 'nobody <!here> answers', at: START + 63_000, binding: 'bound' },
        ...{ given: 0, needed: 1 },
      },
    },
    [PROBED, { status: 'running', attempt: 1, startedAt: START + 64_000 }],
  ),
  frozen: sampleRun({ ...APPROVED, status: 'needs_attention', attention: { kind: 'frozen', step: 2 } }, [
    PROBED,
    { ...did('jin-gateway stopped', 63_100, 63_900), undo: [{ type: 'site.unfence', params: {} }] },
  ]),
  running: sampleRun(APPROVED, [
    PROBED,
    did('cannot fence: unreachable', 63_100, 63_900),
    { status: 'running', attempt: 1, startedAt: START + 64_000 },
  ]),
  canceling: sampleRun({ ...APPROVED, cancelRequestedBy: 'jin' }, [PROBED, { status: 'running', attempt: 1 }]),
  parked: sampleRun(
    { ...APPROVED, parkedUntil: START + 90_000, parkedSince: START + 64_000, parkedReason: 'Cloudflare answers 503' },
    [
      PROBED,
      did('cannot fence: unreachable', 63_100, 63_900),
      { status: 'running', attempt: 2, startedAt: START + 64_000 },
    ],
  ),
  failed: sampleRun({ ...APPROVED, status: 'needs_attention', attention: { kind: 'failed', step: 2 } }, [
    PROBED,
    { ...did('jin-gateway stopped', 63_100, 63_900), undo: [{ type: 'site.unfence', params: {} }] },
    {
      status: 'failed',
      attempt: 1,
      startedAt: START + 64_000,
      endedAt: START + 65_000,
      error: {
        code: 'not_allowed',
        message: 'The token may not edit jin7942.co.kr',
        hint: 'Give it Zone.DNS Edit.',
        ref: 'ab12',
      },
    },
  ]),
  'failed before anything was applied': sampleRun(
    { status: 'needs_attention', attention: { kind: 'failed', step: 0 } },
    [{ status: 'failed', attempt: 1, error: { code: 'unreachable', message: 'No way out of here' } }],
  ),
  interrupted: sampleRun({ ...APPROVED, status: 'needs_attention', attention: { kind: 'interrupted', step: 2 } }, [
    PROBED,
    did('jin-gateway stopped', 63_100, 63_900),
    { status: 'failed', attempt: 1 },
  ]),
  'outcome unknown': sampleRun(
    {
      ...APPROVED,
      status: 'needs_attention',
      attention: { kind: 'outcome_unknown', step: 1, howToCheck: ['ssh home docker ps', 'curl -sI `url`'] },
    },
    [PROBED, { status: 'unknown', attempt: 1 }],
  ),
  'rolling back': sampleRun({ ...APPROVED, isRollingBack: true }, [
    PROBED,
    did('jin-gateway stopped', 63_100, 63_900),
    { status: 'undone', attempt: 1 },
  ]),
  succeeded: sampleRun(
    { ...APPROVED, status: 'succeeded', ending: 'done', endedAt: START + 75_000, endingBy: 'system' },
    [
      PROBED,
      { ...did('stopped, as was found', 63_100, 63_900), note: 'probed' },
      {
        ...did('nextuse.jin7942.co.kr now points to jin-backup.jin7942.co.kr', 64_000, 64_400),
        note: 'attested',
        noteBy: 'mina',
      },
      { status: 'skipped', attempt: 1, note: 'skipped', noteBy: 'mina', noteReason: 'seen by eye' },
    ],
  ),
  denied: sampleRun(
    {
      ...OPEN,
      status: 'canceled',
      ending: 'denied',
      endedAt: START + 63_000,
      endingBy: 'mina',
      endingReason: 'the router is back',
      votes: [
        { person: 'mina', slackId: 'U0MINA', via: 'slack', decision: 'deny', subject: 'bound', at: START + 63_000 },
      ],
    },
    [PROBED, CANNOT_FENCE],
  ),
  expired: sampleRun({ ...OPEN, status: 'expired', ending: 'expired', endedAt: START + 903_000, endingBy: 'system' }, [
    PROBED,
    CANNOT_FENCE,
  ]),
  refused: sampleRun(
    {
      status: 'failed',
      ending: 'refused',
      endedAt: START + 2_200,
      endingBy: 'system',
      endingReason: 'The primary is healthy',
    },
    [{ ...PROBED, status: 'failed', error: { code: 'conflict', message: 'The primary is healthy' } }],
  ),
  'dry run': sampleRun(
    { isDryRun: true, status: 'succeeded', ending: 'dry_run', endedAt: START + 2_500, endingBy: 'system' },
    [PROBED, CANNOT_FENCE],
  ),
};

const nearest = (name: string | undefined): string => (name === undefined ? '' : ` Did you mean ${name}?`);

/** What the engine says: refusals, interruptions, how a run came to stand still. */
export const runs = {
  status: {
    pending: 'starting',
    observing: 'looking',
    awaiting_approval: 'awaiting approval',
    running: 'running',
    needs_attention: 'needs attention',
    succeeded: 'succeeded',
    failed: 'failed',
    canceled: 'canceled',
    expired: 'expired',
  },
  noRunbook: (s: { name: string; nearest: string | undefined }) => `No runbook named ${s.name}.${nearest(s.nearest)}`,
  runbookTwice: (s: { name: string }) => `Two runbooks are named ${s.name}; rename one of them.`,
  knownRunbooks: (s: { names: string }) => `Runbooks here: ${s.names}.`,
  noRun: (s: { id: string }) => `No run ${s.id}.`,
  wrongParams: (s: { runbook: string; problems: string }) => `Parameters of ${s.runbook}: ${s.problems}`,
  emptyPlan: (s: { runbook: string }) => `${s.runbook} has nothing to do for this service.`,
  notOperator: 'You are not one of the operators, who may start and steer runs.',
  notOperatorHint: 'Ask an operator, or have yourself added to policies.operators in the inventory.',
  denyOwn: 'You asked for this run yourself.',
  denyOwnHint: 'Press Cancel to take it back.',
  approvalNeeded: (s: { service: string; runbook: string }) =>
    `${s.runbook} of ${s.service} waits for an approval. Read the card above, then decide there.`,
  notWaiting: 'This run is not waiting for an approval.',
  alreadyApproved: (s: { by: string }) => `Already approved by ${s.by}.`,
  alreadyEnded: (s: { status: string }) => `This run has ended: ${s.status}.`,
  alreadyCanceling: 'This run is being canceled already.',
  canceledBefore: 'Canceled before the step was begun.',
  oldCard: 'The run has changed since this card was drawn, so nothing was done.',
  oldCardHint: 'Look at the card as it is now and decide again.',
  gateExpired: 'The time for this approval is over.',
  reasonNeeded: 'A reason is needed to skip a step.',
  rollingBack: 'left out: the run is rolled back',

  stepTimedOut: (s: { seconds: number }) => `Not done within ${s.seconds} s`,
  noEvidence: 'a gate was to be opened without evidence',
  interrupted: 'The bot was stopped in the middle of this step. It was checked: the step did not happen.',
  cannotTell: 'The bot was stopped in the middle of this step, and it cannot be told from here whether it happened.',
  foundDone: 'done, as was found afterwards',
  drifted: (s: { title: string; changes: string }) =>
    `Changed since it was approved, at “${s.title}”: ${s.changes}. That approval no longer counts; look and decide again.`,
};

const none = (reason: string): string => (reason === '' ? '' : `: ${reason}`);

/** What holds people back: who may decide, codes, broken glass, freezes, moves back and forth, locks, haste. */
export const guards = {
  voteRefused: {
    requester: 'You asked for this run, so your own approval does not count.',
    not_approver: 'You are not among the people who may decide this.',
    membership_unknown: 'Slack does not say who is in the approvers’ group right now, so your click cannot be counted.',
    already_voted: 'Your approval is recorded already; it counts once.',
    place_taken: 'What you could approve is approved already; what is missing must come from others.',
    deactivated: 'This account is deactivated in Slack, so it cannot decide anything.',
    bot: 'Only people can decide this.',
    stranger: 'People of other workspaces cannot decide this.',
    standing_unknown: 'Slack does not say right now who you are, and the inventory does not know you.',
  },
  voteRefusedHint: {
    requester: 'Ask a teammate to press Approve.',
    not_approver: 'Ask one of the approvers named on the card.',
    membership_unknown: 'Try again in a moment, or ask a person who is listed by name.',
    already_voted: 'Another person must approve, too.',
    place_taken: 'Ask one of the people whom the card still waits for.',
    deactivated: 'Ask somebody else, or have the account activated.',
    bot: 'Ask a person to press the button.',
    stranger: 'Ask a person of this workspace.',
    standing_unknown: 'Try again in a moment, or ask a person who is listed by name.',
  },

  reminded: (s: { service: string; runbook: string; left: string }) =>
    `${s.runbook} of ${s.service} still waits for an approval; ${s.left} left. Read the card above, then decide there.`,
  widened: (s: { service: string; runbook: string; left: string }) =>
    `Nobody has decided about ${s.runbook} of ${s.service} yet; it expires in ${s.left}. Whoever of you may approve: the card is above. The others: please find somebody who may.`,

  frozen: (s: { person: string; reason: string; time: string }) =>
    `Everything destructive is frozen since ${s.time} by ${s.person}${none(s.reason)}.`,
  frozenHint: 'When it is safe again, an operator ends it with /unfreeze.',
  notFrozen: 'Nothing is frozen.',
  freezeBegun: (s: { person: string; reason: string }) =>
    `❄ ${s.person} froze everything destructive${none(s.reason)}. Runs stop before their next destructive step. /unfreeze ends it.`,
  freezeEnded: (s: { person: string }) =>
    `${s.person} ended the freeze. Runs that stopped for it wait for Retry on their cards.`,
  freezeDone:
    'Frozen: no destructive step is begun anywhere until /unfreeze. A step that had begun is not interrupted.',
  unfreezeDone: 'The freeze is over. Runs that stopped for it wait for Retry on their cards.',
  freezeSummary: 'Stop all destructive steps everywhere, until /unfreeze.',
  unfreezeSummary: 'Let destructive steps be done again.',
  cardFrozen: (s: { person: string; reason: string; time: string }) =>
    `Frozen since ${s.time} by ${s.person}${none(s.reason)}. No destructive step is begun until /unfreeze.`,
  attentionFrozen: (s: { title: string }) =>
    `Stopped before “${s.title}”, because everything destructive was frozen. End the freeze with /unfreeze, then press Retry.`,

  movedLately: (s: { service: string; ago: string; runbook: string; run: string }) =>
    `${s.service} was moved only ${s.ago} before this was asked, by ${s.runbook} ${s.run}. Approving asks you to confirm that it shall move again.`,
  moveUnconfirmed: 'The service was moved a short while ago, and you have not confirmed that it shall move again.',
  moveUnconfirmedHint: 'Press Approve on the newest card and tick the box, if it shall (in a terminal: --again).',
  moveConfirmLabel: 'Moved a short while ago',
  moveConfirm: (s: { service: string }) => `Yes, move ${s.service} again`,
  moveConfirmBlank: 'Tick the box if it shall be moved again, else close this.',

  approveTitle: 'Approve',
  approveSubmit: 'Approve',
  approveText: (s: { title: string; changes: string }) => `*${s.title}*\nThis will be done now: ${s.changes}`,
  codeLabel: 'Code of your authenticator app',
  codeNeeded: 'Type the six digits that your authenticator app shows.',
  codeRefused: {
    wrong: (_: { minutes: number }) =>
      'This code is not right. Look at the newest one; the clocks may differ by half a minute.',
    replayed: (_: { minutes: number }) => 'This code was used already. Wait for the next one.',
    locked: (s: { minutes: number }) =>
      `Too many wrong codes: none is taken from you for ${s.minutes} minutes. Somebody else can decide meanwhile.`,
  },
  notEnrolled: 'A code of an authenticator app is asked for, and you have none enrolled.',
  notEnrolledHint: (s: { person: string }) =>
    `On the bot's machine: npx watchkeeper totp enrol ${s.person}. Until then somebody else must decide.`,

  buttonBreakGlass: 'Break glass',
  confirmGlassTitle: 'Break the glass?',
  confirmGlass:
    'A form opens. When you send it, this goes on without the approvals, loudly, and somebody else reviews it.',
  glassTitle: 'Break glass',
  glassSubmit: 'Go on now',
  glassText: (s: { title: string; changes: string; missing: number }) =>
    `*${s.title}* goes on without ${s.missing} approval(s) that policy asks for.\nThis will be done now: ${s.changes}\nIt is told to everybody, written into the audit trail, and somebody else must review it.`,
  glassServiceLabel: (s: { service: string }) => `Type the name of the service: ${s.service}`,
  glassReasonLabel: 'Why can this not wait for the approvals?',
  glassWrongService: (s: { service: string }) => `This is about ${s.service}. Type its name to go on.`,
  glassNoReason: 'Say why: it is told to everybody and recorded.',
  glassRefused: 'You are not among the people who may break the glass.',
  glassRefusedHint: 'Ask one of the approvers, or somebody named in policies.breakGlass.',
  glassBroken: (s: { run: string; runbook: string; service: string; person: string; reason: string }) =>
    `🚨 Glass broken: ${s.person} let ${s.runbook} of ${s.service} (${s.run}) go on without the approvals: ${s.reason}`,
  gateBroken: (s: { person: string; time: string; given: number; needed: number; reason: string }) =>
    `glass broken by ${s.person} at ${s.time}, with ${s.given} of ${s.needed} approvals: ${s.reason}`,
  reviewOpen: 'Somebody else must look at this and close it.',
  reviewClosed: (s: { person: string; time: string; notes: string }) =>
    `Reviewed by ${s.person} at ${s.time}: ${s.notes}`,
  reviewGone: 'This review is not in the database any more.',
  buttonCloseReview: 'Close review',
  reviewTitle: 'Close review',
  reviewSubmit: 'Close review',
  reviewText: (s: { person: string; runbook: string; service: string; reason: string }) =>
    `${s.person} broke the glass for ${s.runbook} of ${s.service}: ${s.reason}`,
  notesLabel: 'What did you find, and what follows from it?',
  notesNeeded: 'Say what you found: it is recorded.',
  noReview: 'There is no such review.',
  reviewedAlready: (s: { person: string; time: string }) => `Reviewed already by ${s.person} at ${s.time}.`,
  reviewOwn: 'You broke this glass yourself.',
  reviewOwnHint: 'Somebody else must close the review.',
  reviewLine: (s: { run: string; runbook: string; service: string; person: string; ago: string }) =>
    `Review open for ${s.ago}: ${s.person} broke the glass for ${s.runbook} of ${s.service} (${s.run})`,
  noReviews: 'Reviews: none open',
  homeReviews: 'Broken glass to review',
  heldBy: (s: { runbook: string; run: string; person: string; time: string }) =>
    `held by ${s.runbook} \`${s.run}\`, asked by ${s.person} at ${s.time}`,

  locked: (s: {
    service: string;
    runbook: string;
    run: string;
    person: string;
    status: string;
    since: string;
    ago: string;
  }) =>
    `${s.service} is held by ${s.runbook} ${s.run} (${s.status}), asked by ${s.person} at ${s.since}, ${s.ago} ago.`,
  lockedHint: (s: { run: string }) =>
    `Follow it on its card, or end it with /runbook cancel ${s.run} (in a terminal: npx watchkeeper cancel ${s.run}).`,

  tooFast: (s: { count: number; seconds: number; wait: number }) =>
    `That were more than ${s.count} commands in ${s.seconds} s. Nothing was done with this one; try again in ${s.wait} s.`,

  totpUsage: 'npx watchkeeper totp enrol <person> [--replace] · list · remove <person>',
  totpNoPerson: (s: { typed: string; names: string }) =>
    `Nobody is called ${s.typed} in the inventory. People: ${s.names}.`,
  totpEnrolledAlready: (s: { person: string }) => `${s.person} has an authenticator already.`,
  totpReplaceHint: 'Add --replace to make a new key; the old one stops working at once.',
  totpEnrolled: (s: { person: string; key: string }) =>
    `${s.person}: scan this with the authenticator app, or type the key ${s.key}\nIt is shown this once. Whoever sees it can make the same codes.`,
  totpNone: 'Nobody has an authenticator.',
  totpListed: (s: { person: string; since: string; isLocked: boolean }) =>
    `${s.person}  since ${s.since}${s.isLocked ? ', locked after wrong codes' : ''}`,
  totpRemoved: (s: { person: string }) => `${s.person} has no authenticator any more.`,
  totpNotEnrolled: (s: { person: string }) => `${s.person} has no authenticator.`,
};

/** Words about alerts. What is put in has been escaped by the adapter. */
export const alerts = {
  unreadable: (s: { source: string }) => `Unreadable alert from ${s.source}`,
  unreadableSummary: 'It was kept as it came. This is how it begins:',
  tooBig: (s: { source: string }) => `Alert from ${s.source} is too big`,
  tooBigSummary: 'More than 32 MiB came at once; the rest was not taken. This is how it begins:',
  emptyBody: '(nothing)',
  logMatch: 'Match in the logs',
  banned: (s: { ip: string; jail: string }) => `${s.ip} banned by ${s.jail}`,
  deployment: (s: { environment: string; repository: string }) => `Deployment to ${s.environment} (${s.repository})`,
  unnamed: 'Alert without a name',

  severity: { critical: 'Critical', error: 'Error', warning: 'Warning', info: 'Info', none: 'No severity' },
  state: {
    firing: 'firing',
    reopened: 'firing again',
    acknowledged: 'acknowledged',
    silenced: 'silenced',
    stale: 'no news',
    resolved: 'resolved',
  },
  unmapped: 'unmapped',
  service: (s: { service: string }) => `service ${s.service}`,
  since: (s: { time: string }) => `since ${s.time}`,
  resolvedAt: (s: { time: string; duration: string }) => `resolved ${s.time} after ${s.duration}`,
  again: (s: { count: number }) => `×${s.count}`,
  counts: (s: { open: number; total: number }) => `${s.open} of ${s.total} firing`,
  unlisted: (s: { count: number }) => `${s.count} more are not listed by the sender`,
  from: (s: { source: string }) => `from ${s.source}`,
  acknowledgedBy: (s: { person: string; time: string; duration: string }) =>
    `Acknowledged by ${s.person} at ${s.time}, after ${s.duration}`,
  newSince: (s: { count: number }) => `${s.count} new since`,
  values: (s: { values: string }) => `Measured: ${s.values}`,
  more: (s: { count: number }) => `… (${s.count} more)`,
  movedHere: (s: { channel: string }) =>
    `This belongs in ${s.channel}, where I cannot post. Invite me there with /invite @watchkeeper.`,
  linkSource: 'Source',
  linkDashboard: 'Dashboard',
  linkRunbook: 'Runbook',
  linkImage: 'Picture',

  buttonAcknowledge: 'Acknowledge',
  confirmStartTitle: (s: { runbook: string; service: string }) => `${s.runbook}: ${s.service}?`,
  confirmStart: (s: { runbook: string }) =>
    `Asks for the run “${s.runbook}”. It looks first, and asks for approval before it changes anything that needs one.`,
  buttonFailover: 'Start failover',
  buttonStart: (s: { runbook: string }) => `Start ${s.runbook}`,
  startReason: (s: { title: string }) => `alert: ${s.title}`,

  noGroup: 'This alert is not in the database any more.',
  alreadyAcknowledged: (s: { person: string }) => `Already acknowledged by ${s.person}.`,
  alreadyResolved: 'This alert is resolved already.',
  noSuggestion: 'This alert does not suggest that runbook any more.',
};

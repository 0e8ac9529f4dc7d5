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
  noAnswer: (s: { host: string }) => `No answer from ${s.host}`,
  silencedBy: (s: { person: string; until: string }) => `Silenced by ${s.person} until ${s.until}`,
  silencedHere: 'only here: its sender has no API of silences',
  silenceComment: (s: { title: string; group: string }) => `${s.title} (${s.group})`,
  silenceHalf: (s: { message: string; host: string; silences: readonly string[]; isOneUnknown: boolean }) => {
    const unknown = s.isOneUnknown ? ['perhaps one whose id is not known'] : [];
    return `${s.message}. Nothing is silenced here, but silences stand in Alertmanager at ${s.host}: ${[...s.silences, ...unknown].join(', ')}. What they match reaches nobody until they end.`;
  },
  silenceHalfHint: (s: { url: string; person: string; silences: readonly string[]; isOneUnknown: boolean }) => {
    const list = s.isOneUnknown
      ? ` Look for others with: amtool silence query --created-by=${s.person} --alertmanager.url=${s.url}`
      : '';
    const expire =
      s.silences.length === 0
        ? 'Expire it there, on its page under Silences.'
        : `Expire them there: amtool silence expire ${s.silences.join(' ')} --alertmanager.url=${s.url}`;
    return `${expire}${list}`;
  },
  notSilenced: 'This alert is not silenced.',
  buttonSilence: 'Silence',
  buttonUnsilence: 'Unsilence',
  silenceFor: (s: { hours: number }) => `for ${s.hours} h`,
  apiRefused: (s: { host: string; reason: string }) => `${s.host} refused: ${s.reason}`,
  commandAlerts: 'List the alerts that are firing.',
  commandSilence: 'Silence an alert for a while, at its sender, too, where it can be.',
  noneOpen: 'Nothing is firing.',
  moreOpen: '… (more; name a service to see fewer)',
  silenceUsage: 'Say what to silence and for how long.',
  silenceUsageHint: 'For example: /silence NextuseDown 1h router is replaced. At most 7d.',
  silencedNow: (s: { titles: string; duration: string }) => `Silenced for ${s.duration}: ${s.titles}`,
  noneMatch: 'No alert that is firing matches.',
  noneNamed: (s: { name: string }) => `No alert named ${s.name} is firing.`,
  seeAlerts: 'See /alerts.',
  storm: (s: { count: number; open: number }) => `Alert storm: ${s.count} alerts, ${s.open} not resolved`,
  stormServices: (s: { top: string }) => `Services: ${s.top}`,
  stormNames: (s: { top: string }) => `Names: ${s.top}`,
  stormLate: (s: { seconds: number }) =>
    `Slack takes them more slowly than they come: the oldest waits for ${s.seconds} s.`,
  stormThread: 'Each of them is listed by name in the thread; more critical ones have messages of their own.',
  stormOver: 'The storm is over. Each alert is listed by name in the thread.',
  stormActs: 'To silence a kind of them: /silence <name> <duration>. What is open: /alerts.',
  stormPage: (s: { from: number; to: number }) => `Alerts ${s.from} to ${s.to}`,
  stormFile: (s: { count: number }) => `All ${s.count} alerts of this storm`,
  escalated: (s: { title: string; duration: string }) =>
    `Nobody has acknowledged this critical alert: ${s.title} ${s.duration}`,
  openAlert: 'Open the alert',
  callUnclaimed: (s: { duration: string }) => `Nobody has acknowledged this critical alert for ${s.duration}.`,
  callAcknowledged: (s: { person: string; duration: string }) => `Acknowledged by ${s.person} after ${s.duration}.`,
  callSilenced: (s: { person: string; duration: string }) => `Silenced by ${s.person} after ${s.duration}.`,
  callResolved: (s: { duration: string }) => `Resolved after ${s.duration}.`,
  callOver: 'That time is over; it fires again.',
  reminder: (s: { title: string }) => `Acknowledged half an hour ago and still firing: ${s.title}`,
  flapped: (s: { changes: number; duration: string; firing: string; resolved: string; last: string; time: string }) =>
    `Changed ${s.changes} times in ${s.duration}: firing ${s.firing}, resolved ${s.resolved}; last: ${s.last} ${s.time}`,
  flapOver: (s: { duration: string }) => `unchanged for ${s.duration}, no longer flapping`,
  flapThread: (s: { count: number }) =>
    s.count === 1
      ? 'It comes and goes: its changes are told together in the thread.'
      : `${s.count} of these come and go: their changes are told together in the thread.`,
  flapNow: (s: { changes: number; last: string }) => `${s.changes} so far; now ${s.last}.`,
  newcomer: (s: { title: string }) => `Critical, and new in this group: ${s.title}`,
  watchdog: (s: { name: string }) => `No sign of life from ${s.name}`,
  watchdogSummary: (s: { duration: string }) =>
    `Nothing was heard for ${s.duration}: its alerts may not arrive either.`,
  unnamed: 'Alert without a name',

  severity: { critical: 'Critical', error: 'Error', warning: 'Warning', info: 'Info', none: 'No severity' },
  state: {
    firing: 'firing',
    reopened: 'firing again',
    flapping: 'flapping',
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
  buttonAcknowledgeStorm: 'Acknowledge all',
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

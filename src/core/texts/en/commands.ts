const meant = (nearest: string | undefined): string => (nearest === undefined ? '' : ` Did you mean ${nearest}?`);

export const commands = {
  runbooks: {
    failover: 'Move a service to its standby site because the primary is down.',
    switchover: 'Move a service to its standby site while both sites are well.',
    failback: 'Bring a service back to its primary site.',
    standbyCheck: 'Check whether the standby site could take over right now.',
    dnsShow: 'Show where the name of a service points, at every DNS server that matters.',
  },
  runbookSummary: 'List, show, run, follow and cancel runbooks.',
  watchkeeperSummary: 'Help, and how the bot itself is doing.',

  unknownService: (s: { typed: string; nearest: string | undefined }) =>
    `No service named ${s.typed}.${meant(s.nearest)}`,
  knownServices: (s: { names: string }) => `Use one of: ${s.names}.`,
  unknownFlag: (s: { flag: string; nearest: string | undefined }) =>
    `No flag named --${s.flag} here.${meant(s.nearest === undefined ? undefined : `--${s.nearest}`)}`,
  knownFlags: (s: { flags: string }) => `Use ${s.flags}, or put a reason that begins with a dash into quotes.`,
  noFlags: 'Leave flags out, this command has none.',
  unknownVerb: (s: { typed: string; nearest: string | undefined }) => `No "${s.typed}" here.${meant(s.nearest)}`,
  knownVerbs: (s: { verbs: string }) => `Use one of: ${s.verbs}.`,
  unknownRunbook: (s: { typed: string; nearest: string | undefined }) =>
    `No runbook named ${s.typed}.${meant(s.nearest)}`,
  runbookMissing: 'No runbook named',
  knownRunbooks: (s: { names: string }) => `Use one of: ${s.names}.`,
  serviceIsAWord: 'The service comes as a word before the parameters, not as service=…',
  unknownRun: (s: { typed: string }) => `No run ${s.typed}`,
  notARun: (s: { typed: string }) => `Not the id of a run: ${s.typed}`,
  runMissing: 'No run named',
  runHint: 'Copy an id from `/runbook status`; it begins with run_.',

  requested: (s: { runbook: string; service: string; run: string; next: string }) =>
    `\`${s.runbook}\` of *${s.service}* asked for: \`${s.run}\`. ${s.next}`,
  nextApproval: 'It looks first and changes nothing; then its card here asks for approval.',
  nextResult: 'It only looks; its card here shows the result.',
  nextDryRun: 'Dry run: it looks, shows the plan and changes nothing.',
  runbookList: '*Runbooks* (start one with `/runbook run <name> <service>`)',
  planFor: (s: { service: string }) => `Plan for *${s.service}*:`,
  wayBack: (s: { runbook: string }) => `The way back: \`${s.runbook}\`.`,
  activeRuns: '*Active runs*',
  noActiveRuns: 'No active runs.',
  lastRuns: '*Last runs*',
  runLine: (s: { run: string; runbook: string; service: string; status: string; person: string; isDryRun: boolean }) =>
    `\`${s.run}\` ${s.runbook} of *${s.service}*${s.isDryRun ? ' (dry run)' : ''}: ${s.status}, asked for by ${s.person}`,
  canceled: (s: { run: string }) => `\`${s.run}\` is canceled.`,
  canceling: (s: { run: string }) =>
    `\`${s.run}\` stops as soon as the step in hand lets it; its card says what had happened.`,
  helpTitle: '*Watchkeeper* moves services between their sites, with approvals and a record of everything.',
  example: (s: { line: string }) => `e.g. \`${s.line}\``,
  statusTitle: '*Watchkeeper*',
  stepStatus: {
    pending: 'not yet',
    running: 'running',
    succeeded: 'done',
    failed: 'failed',
    skipped: 'skipped',
    unknown: 'outcome unknown',
    undone: 'taken back',
  },
};

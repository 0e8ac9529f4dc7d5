/** The audit trail as people ask for it: in Slack, in the terminal, as a file. */
export const audit = {
  summary: 'Show the last audit entries, with the head of their chain.',
  usage: [
    'Usage: npx watchkeeper audit <show|verify|export|output>',
    '  show [filters] [--n 20] [--json]                    the last entries',
    '  verify [--file export.jsonl] [--head <hash>]        is the chain whole? 0 only if it is; --head is what stands in Slack',
    '  export [filters] [--format jsonl|csv] [--out file]  all entries, oldest first',
    '  output <digest>                                     what a step printed in full, by the digest in its entry',
    'Filters: --run <id> --service <name> --person <name> --act <act> --since <time> --until <time>',
    'Times: 2026-11-27, 2026-11-27T03:00Z, or an age such as 2d. Reads the database that WATCHKEEPER_STORE names, also while the bot runs.',
  ].join('\n'),
  unknownPart: (s: { typed: string; nearest: string | undefined }) =>
    `No "audit ${s.typed}".${s.nearest === undefined ? '' : ` Did you mean ${s.nearest}?`}`,
  usageHint: 'See: npx watchkeeper audit help',
  badArguments: (s: { reason: string }) => `Not understood: ${s.reason}`,
  badTime: (s: { option: string; typed: string }) => `--${s.option}: "${s.typed}" is no time`,
  badTimeHint: 'Write 2026-11-27, 2026-11-27T03:00Z, or an age such as 90m, 26h or 2d.',
  badCount: (s: { typed: string; most: number }) => `"${s.typed}" is no number of entries; write 1 to ${s.most}.`,
  badFormat: (s: { typed: string }) => `No format named ${s.typed}; write jsonl or csv.`,
  badHead: (s: { typed: string }) =>
    `"${s.typed}" is no head; copy at least 16 of its 64 hexadecimal digits from the audit channel.`,
  badRun: (s: { typed: string }) => `Not the id of a run: ${s.typed}`,
  storeNotRead: 'The store of WATCHKEEPER_STORE cannot be read here; name an export with --file.',
  noFile: (s: { path: string; reason: string }) => `${s.path} cannot be read: ${s.reason}`,
  noFileHint: 'Check the path and its permissions, or name another file with --file.',
  notWritten: (s: { path: string; reason: string }) => `${s.path} cannot be written: ${s.reason}`,
  notWrittenHint: 'Name another place with --out; what was begun there is no export.',

  whole: (s: { entries: number; hash: string; at: string }) =>
    `The chain is whole: ${s.entries} entries, head ${s.hash} of ${s.at}.`,
  empty: 'The trail has no entries.',
  broken: (s: { sequence: number; after: number; why: string }) =>
    `The chain breaks at entry ${s.sequence}: ${s.why}. ${s.after} entries before it are whole.`,
  why: {
    sequence: 'another number stands there, so entries were removed, inserted or moved',
    previous:
      'it does not continue the entry before, so one of the two was exchanged or something between them removed',
    content: 'it is not what was hashed when it was written, so it was changed',
    shape: 'it cannot be read as an entry',
  },
  headFound: (s: { hash: string; sequence: number }) =>
    `Head ${s.hash} is that of entry ${s.sequence}: up to there nothing was changed since it was posted.`,
  headMissing: (s: { hash: string }) =>
    `No entry has the head ${s.hash}: the trail was rewritten or cut off after that head was posted.`,
  outputsWhole: (s: { count: number }) => `Outputs kept beside it: ${s.count}, each as its digest says.`,
  outputChanged: (s: { digest: string }) => `The output ${s.digest} was changed: it no longer fits its digest.`,
  compareHead: 'Compare the head with the newest one in the audit channel, or give that one with --head.',
  partial: (s: { count: number }) =>
    `${s.count} entries. A filtered export can be read; only a whole one can be verified.`,
  exported: (s: { count: number; path: string; hash: string }) => `${s.count} entries in ${s.path}, head ${s.hash}.`,
  columns: ['#', 'time (UTC)', 'who', 'via', 'act', 'about', 'outcome', 'details'],
  noEntries: 'No entries.',
  head: (s: { sequence: number; hash: string }) => `Head of the chain: entry ${s.sequence}, ${s.hash}`,
  outputExpired: (s: { digest: string; on: string }) =>
    `The output ${s.digest} expired on ${s.on}; its digest stays valid.`,
  outputExpiredMark: (s: { on: string }) => `(output expired on ${s.on}; digest stays valid)`,
  outputsExpired: (s: { count: number }) => `Outputs that have expired: ${s.count}; their digests stay valid.`,
  noOutput: (s: { digest: string }) => `No output is kept under ${s.digest}.`,
  noOutputHint: 'Copy the digest from details.outputs of an entry: npx watchkeeper audit show.',

  command: {
    title: (s: { about: string }) => `*Audit of ${s.about}*`,
    titleAll: '*Audit*',
    line: (s: { sequence: number; at: string; person: string; act: string; about: string; outcome: string }) =>
      `${s.sequence} · ${s.at} · ${s.person} · ${s.act}${s.about === '' ? '' : ` · ${s.about}`}${s.outcome === 'ok' ? '' : ` · ${s.outcome}`}`,
    unknown: (s: { typed: string; nearest: string | undefined }) =>
      `"${s.typed}" is no run, service or person.${s.nearest === undefined ? '' : ` Did you mean ${s.nearest}?`}`,
    unknownHint: 'Write the id of a run, a service, @person, or nothing for all of it.',
    head: (s: { sequence: number; hash: string }) =>
      `Head of the chain: entry ${s.sequence}, \`${s.hash}\`. Compare it with the audit channel.`,
  },

  notWritable: {
    full: 'The database cannot be written: the disk is full. Nothing was done.',
    read_only: 'The database cannot be written: it is read-only. Nothing was done.',
    broken: 'The database cannot be written. Nothing was done.',
    away: 'The database does not answer. Nothing was done.',
  },
  notWritableHint:
    'What cannot be written down is not done. Free space or mend the database; runs then go on by themselves.',
};

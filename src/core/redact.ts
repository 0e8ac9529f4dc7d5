/** What stands in place of a secret. */
export const REDACTED = '[redacted]';
const MARK = REDACTED;

const NAME = String.raw`(?:password|passwd|passphrase|secret|token|(?:api|access|private|auth)[_-]?key|[_-](?:pass|pwd))`;
// Each is greedy, and takes the rest of the text where its closing quote was cut off.
const ESCAPED = String.raw`\\+"[^"]*(?:"|$)`;
const DOUBLE = String.raw`"[^"\\]*(?:\\[\s\S][^"\\]*)*(?:"|\\?$)`;
const SINGLE = String.raw`'[^']*(?:'|$)`;
const BARE = String.raw`[^\s,;&"']+`;

// Order matters: whole blocks first, then headers, then single values. Foreign text can be hostile, so nothing here may
// start at many places and run far from each: a part of any length is bounded or ends at what the pattern begins with.
// First what every match has in it, whatever its case: a text without all of these is clean, and that is found fast.
const PATTERNS: ReadonlyArray<readonly [hint: string, pattern: RegExp, replacement: string]> = [
  [
    'PRIVATE KEY',
    /-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----|$)/g,
    MARK,
  ],
  [
    'authorization|cookie|api-key|auth-key',
    /\b(authorization|proxy-authorization|cookie|set-cookie|x-api-key|x-auth-key)(\\*["']?[ \t]*[:=][ \t]*)[^\r\n]+/gi,
    `$1$2${MARK}`,
  ],
  ['bearer|basic', /\b([Bb]earer|BEARER|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/g, `$1 ${MARK}`],
  ['xox[a-z]-|xapp-', /\bxox[a-z]-[A-Za-z0-9-]{8,}|\bxapp-[A-Za-z0-9-]{8,}/g, MARK],
  ['A[KS]IA', /\b(AKIA|ASIA)[A-Z0-9]{16}\b/g, MARK],
  ['gh[pousr]_|github_pat_', /\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_[A-Za-z0-9_]{20,}/g, MARK],
  // Of Cloudflare, GitLab, npm, Google and Stripe: those that can be told from any other word.
  [
    'cf[a-z]{1,3}_|glpat-|npm_',
    /\bcf[a-z]{1,3}_[A-Za-z0-9]{30,}|\bglpat-[A-Za-z0-9_-]{16,}|\bnpm_[A-Za-z0-9]{30,}/g,
    MARK,
  ],
  ['AIza|[rs]k_live_', /\bAIza[A-Za-z0-9_-]{35}|\b[rs]k_live_[A-Za-z0-9]{16,}/g, MARK],
  // Whoever knows a webhook's address may post there.
  ['hooks\\.slack', /(\bhooks\.slack\.com\/(?:services|workflows|triggers)\/)[A-Za-z0-9/_-]+/g, `$1${MARK}`],
  // The first part says enough: a JWT may be cut off.
  ['eyJ', /\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)*/g, MARK],
  ['@', /(:\/\/[^\s:/"<>]*:)[^\s/"<>]+(@)/g, `$1${MARK}$2`],
  ['identified', /(\bidentified\s{1,9}by\s{1,9})(?:'[^']*(?:'|$)|"[^"]*(?:"|$))/gi, `$1${MARK}`],
  // Numbers are a user and a group, as `docker run -u` takes them.
  [
    '-u[ =]|-user[ =]',
    /((?:^|[\s"'])(?:-u|--user|--proxy-user)[ =]["']?[^\s:"']{0,100}:)(?!\d+\b)[^\s"']+/g,
    `$1${MARK}`,
  ],
  [
    NAME,
    new RegExp(
      String.raw`(--?(?:[a-z0-9]{1,20}[_-]){0,3}${NAME}[ \t]+)(?:${DOUBLE}|${SINGLE}|[^\s,;&"'-][^\s,;&"']*)`,
      'gi',
    ),
    `$1${MARK}`,
  ],
  // On one line: `secrets:` in YAML has no value but children.
  [
    NAME,
    new RegExp(
      String.raw`(${NAME}[A-Za-z0-9_-]{0,40}\\*["']?[ \t]*(?:=>|:=|=+|:)[ \t]*)(?:${ESCAPED}|${DOUBLE}|${SINGLE}|${BARE})`,
      'gi',
    ),
    `$1${MARK}`,
  ],
];

/** As the source of a pattern whose case does not matter: a text without any of it is one that `redact` leaves as it is. */
export const SECRET_HINT = [...new Set(PATTERNS.map(([hint]) => hint))].join('|');
const HINT = new RegExp(SECRET_HINT, 'i');

/** A word or the name of a field after which a secret comes. */
export const SECRET_NAME = new RegExp(String.raw`${NAME}|^(?:authorization|cookie|set-cookie)$`, 'i');

const KEY_END = /-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----/;
const KEY_CHARACTER = /[A-Za-z0-9+/=\s\\]/;

/** Foreign text (command output, error bodies) without what looks like a secret, and without the given known secrets. */
export function redact(text: string, known: readonly string[] = []): string {
  let safe = hideKnown(text, known);
  if (!HINT.test(safe)) return safe;
  for (const [, pattern, replacement] of PATTERNS) safe = safe.replace(pattern, replacement);
  return hideKeyEnds(safe);
}

/** A text of ours without the given secrets: for what may say `SLACK_BOT_TOKEN: missing`. */
export function hideKnown(text: string, known: readonly string[]): string {
  let safe = text;
  // The longest first: one secret may begin like another.
  for (const secret of known.toSorted((a, b) => b.length - a.length))
    if (secret.length >= 6) safe = safe.replaceAll(secret, MARK);
  return safe;
}

/** Keys whose beginning was cut off: back from their last line over all that could be of them. */
function hideKeyEnds(text: string): string {
  const pieces = text.split(KEY_END);
  return pieces.map((piece, index) => (index === pieces.length - 1 ? piece : cutKey(piece))).join('');
}

function cutKey(piece: string): string {
  let end = piece.length;
  while (end > 0 && KEY_CHARACTER.test(piece.charAt(end - 1))) end--;
  return piece.slice(0, end) + MARK;
}

const MARK = '[redacted]';

// Order matters: whole blocks first, then headers, then single values.
const PATTERNS: ReadonlyArray<readonly [RegExp, string]> = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, MARK],
  [/\b(authorization|proxy-authorization|cookie|set-cookie|x-api-key)(["']?\s*[:=]\s*)[^\r\n]+/gi, `$1$2${MARK}`],
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/g, `$1 ${MARK}`],
  [/\bxox[a-z]-[A-Za-z0-9-]{8,}|\bxapp-[A-Za-z0-9-]{8,}/g, MARK],
  [/\b(AKIA|ASIA)[A-Z0-9]{16}\b/g, MARK],
  [/\bgh[pousr]_[A-Za-z0-9]{20,}\b/g, MARK],
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g, MARK],
  [/([a-z][a-z0-9+.-]*:\/\/[^\s:@/]*:)[^\s@/]+(@)/gi, `$1${MARK}$2`],
  [
    /\b([A-Za-z0-9_-]*(?:password|passwd|secret|token|api_?key|private_?key)[A-Za-z0-9_-]*["']?\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s,;&"']+)/gi,
    `$1${MARK}`,
  ],
];

/** Foreign text (command output, error bodies) without what looks like a secret, and without the given known secrets. */
export function redact(text: string, known: readonly string[] = []): string {
  let safe = text;
  for (const secret of known) if (secret.length >= 6) safe = safe.replaceAll(secret, MARK);
  for (const [pattern, replacement] of PATTERNS) safe = safe.replace(pattern, replacement);
  return safe;
}

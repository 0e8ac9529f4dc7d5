import type { NoAnswer } from '../core/ports/prober.ts';

const REASONS: Readonly<Record<string, NoAnswer>> = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timed_out',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  ENOTFOUND: 'unresolved',
  EAI_AGAIN: 'unresolved',
};

/** OpenSSL's names for what can be wrong with a certificate, and Node's for the rest of TLS. */
const TLS_CODE =
  /^(EPROTO|ERR_SSL_|ERR_TLS_|CERT_|CRL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|INVALID_|PATH_LENGTH_|HOSTNAME_)/;

/** What an error of a socket, of TLS or of the HTTP parser means for somebody who asked. */
export function toNoAnswer(error: unknown): { reason: NoAnswer; detail: string } {
  if (!(error instanceof Error)) return { reason: 'other', detail: String(error) };
  const code = 'code' in error ? String(error.code) : '';
  const [firstLine = ''] = error.message.split('\n');
  const detail = firstLine.slice(0, 200);
  if (TLS_CODE.test(code)) return { reason: 'tls', detail };
  if (code.startsWith('HPE_')) return { reason: 'other', detail: 'the answer is not HTTP' };
  return { reason: REASONS[code] ?? 'other', detail };
}

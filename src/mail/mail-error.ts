import type { NodemailerError } from 'nodemailer';
import { cleanText } from '../core/clean-text.ts';
import { cutText } from '../core/cut-text.ts';
import { OpsError } from '../core/errors.ts';
import type { MailConfig } from '../core/inventory.ts';
import { redact } from '../core/redact.ts';
import type { Texts } from '../core/texts/catalogue.ts';

const REASON_MAX = 200;
/** Of Node's TLS: the certificate is not what it should be. */
const UNTRUSTED = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/;

/** Of Node's sockets and of Nodemailer's time-outs. */
const CONNECTING = /^connect|CONNECT_|GREETING_|UPGRADE_/;

/**
 * What the server or the way to it said, as our error. A refusal counts as one for good only where it is about the mail or
 * its recipient: a login or a server can be put right while the mail waits.
 */
export function toMailError(thrown: unknown, { host, port, login }: MailConfig, { mail: words }: Texts): OpsError {
  const error: NodemailerError = thrown instanceof Error ? thrown : new Error(String(thrown));
  const { code = '', command = '', permanent, syscall = '', timeoutType = '', originalCode = '' } = error;
  const said = { server: `${host}:${port}`, reason: toReason(error) };
  const cause = thrown;
  if (code === 'EAUTH' || code === 'ENOAUTH') {
    const message = words.loginRefused({ ...said, user: login?.user ?? '' });
    return new OpsError('unreachable', message, { hint: words.loginRefusedHint, cause });
  }
  if (permanent === true && (code === 'EENVELOPE' || code === 'EMESSAGE')) {
    return new OpsError('remote_failed', words.refused(said), { hint: words.refusedHint, cause });
  }
  if (UNTRUSTED.test(originalCode)) {
    return new OpsError('unreachable', words.untrusted(said), { hint: words.untrustedHint, cause });
  }
  if (code === 'ETLS' || command === 'STARTTLS') {
    return new OpsError('unreachable', words.noStartTls(said), { hint: words.noStartTlsHint, cause });
  }
  // An answer says that the mail was not taken; so does a connection that never was.
  const isKnownUndone = permanent !== undefined || code === 'EDNS' || CONNECTING.test(`${syscall} ${timeoutType}`);
  if (isKnownUndone)
    return new OpsError('unreachable', words.unreachable(said), { hint: words.unreachableHint, cause });
  return new OpsError('outcome_unknown', words.unknown(said), { hint: words.unreachableHint, cause });
}

function toReason({ response, message }: NodemailerError): string {
  return cutText(cleanText(redact(response ?? message)).replace(/\s+/g, ' '), REASON_MAX);
}

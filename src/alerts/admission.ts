import type { AlertSourceConfig } from '../core/inventory.ts';
import type { AlertRequest } from '../core/ports/alerts.ts';
import type { AlertSource } from './alert-source.ts';
import { isSigned } from './hmac.ts';
import { findShownSecret, isSecret } from './secret.ts';
import type { SnsProof } from './sns-signature.ts';

interface Sender {
  config: AlertSourceConfig | undefined;
  source: AlertSource | undefined;
}

/**
 * Whether a request shows its secret: in `Authorization`, or, for senders that can do nothing else, as the first part of the
 * path below the source. What is signed over its body can only be judged with it.
 */
export function admit({ headers, subpath }: AlertRequest, { config, source }: Sender): 'yes' | 'no' | 'by_body' {
  const { authorization } = headers;
  const shown = findShownSecret(typeof authorization === 'string' ? authorization : undefined);
  const inPath = decodePath(subpath.split('/', 1)[0] ?? '');
  // Both are compared whatever the first says.
  const matches = [isSecret(shown, config?.token), subpath !== '' && isSecret(inPath, config?.token)];
  if (matches.includes(true)) return 'yes';
  const mayBeSigned = source?.isSignedBySns === true || (source?.signature && source.signature.header in headers);
  return mayBeSigned ? 'by_body' : 'no';
}

/** Judges the signature over a body. */
export async function admitByBody(
  { headers }: AlertRequest,
  { config, source }: Sender,
  facts: { body: Buffer; json: unknown; now: number; sns: SnsProof },
): Promise<boolean> {
  if (source?.isSignedBySns) return facts.sns.isGenuine(facts.json, config?.topics ?? []);
  const { signature } = source ?? {};
  if (!signature) return false;
  const text = (name: string): string | undefined => (typeof headers[name] === 'string' ? headers[name] : undefined);
  const { timestampHeader } = config ?? {};
  return isSigned({
    shown: text(signature.header),
    prefix: signature.prefix,
    body: facts.body,
    secret: config?.token,
    ...(timestampHeader !== undefined && { timestamp: text(timestampHeader.toLowerCase()) ?? 'missing' }),
    now: facts.now,
  });
}

function decodePath(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

import type { HostConfig } from '../core/inventory.ts';
import { OpsError } from '../core/errors.ts';
import { redact } from '../core/redact.ts';
import type { Texts } from '../core/texts/catalogue.ts';

/** How far an attempt to log in came. */
export type Phase = 'dialling' | 'connected' | 'greeted' | 'verified';

/** What a library or a socket threw, as far as it matters here. */
interface Thrown {
  message: string;
  code?: string | number;
  level?: string;
}

export function toAddress({ address, port }: Pick<HostConfig, 'address' | 'port'>): string {
  if (port === 22) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

export function toReasonOfSilence(phase: Phase, timeoutMs: number, texts: Texts): string {
  const { reasons } = texts.adapters.ssh;
  const seconds = timeoutMs / 1000;
  if (phase === 'dialling') return reasons.noAnswer({ seconds });
  if (phase === 'connected') return reasons.noBanner;
  return phase === 'greeted' ? reasons.slowHandshake({ seconds }) : reasons.slowLogin({ seconds });
}

export function toReason({ message, code, level }: Thrown, phase: Phase, timeoutMs: number, texts: Texts): string {
  const { reasons } = texts.adapters.ssh;
  if (code === 'ECONNREFUSED') return reasons.refused;
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH') return reasons.noRoute;
  if (code === 'ETIMEDOUT') return toReasonOfSilence(phase, timeoutMs, texts);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return reasons.unresolved;
  if (code === 'ECONNRESET' || code === 'EPIPE') return phase === 'connected' ? reasons.closedEarly : reasons.reset;
  if (/before handshake|No response from server/.test(message)) {
    return phase === 'connected' ? reasons.closedEarly : reasons.reset;
  }
  const detail = redact(message).slice(0, 120);
  return level === 'handshake' ? reasons.incompatible({ detail }) : reasons.other({ detail });
}

/** Whether it is the login that failed: refused, or no agent to do it with. A number as code is the host's goodbye. */
export function isLoginRefused({ code, level }: Thrown, phase: Phase): boolean {
  return level === 'client-authentication' || level === 'agent' || (phase === 'verified' && typeof code === 'number');
}

export function toUnreachable(host: HostConfig, reason: string, texts: Texts, cause?: unknown): OpsError {
  const { ssh } = texts.adapters;
  const message = ssh.unreachable({ host: host.name, address: toAddress(host), reason });
  const hint = host.jump === undefined ? ssh.unreachableHint : ssh.unreachableHintJump({ jump: host.jump });
  return new OpsError('unreachable', message, { cause, hint, details: { host: host.name } });
}

import { formatEndpoint, portOf } from './endpoint.ts';
import { OpsError } from './errors.ts';
import { judgeHttp } from './http-verdict.ts';
import type { ServiceConfig, SiteName } from './inventory.ts';
import type { StepContext } from './step.ts';

const TIMEOUT_MS = 2_500;
/** A gateway that has just been started, or an edge that has just been told, may need a moment. */
const WITHIN_MS = 20_000;
const POLL_MS = 500;

/** Asks as a user would who has the new answer, until the right site serves. */
export async function askAsUser(
  service: ServiceConfig,
  site: SiteName,
  address: string,
  context: StepContext,
): Promise<void> {
  const { prober, clock, signal, texts } = context;
  const { url, tls } = service;
  const until = clock.now().getTime() + WITHIN_MS;
  for (;;) {
    const answer = await prober.http({
      url,
      connect: formatEndpoint(address, portOf(url)),
      tls,
      timeoutMs: TIMEOUT_MS,
      signal,
    });
    signal.throwIfAborted();
    const verdict = judgeHttp(answer, service, site, url, texts);
    if (verdict.isGood) return;
    if (clock.now().getTime() >= until) {
      throw new OpsError('remote_failed', texts.steps.verifyHttpFailed({ url, address, text: verdict.text, site }), {
        hint: texts.steps.verifyHttpFailedHint,
      });
    }
    await clock.sleep(POLL_MS, signal);
    signal.throwIfAborted();
  }
}

/** Where the standby has to be read-only: a write that must be refused. True when it was tried and refused. */
export async function refuseWrites(
  service: ServiceConfig,
  site: SiteName,
  address: string,
  context: StepContext,
): Promise<boolean> {
  const { prober, signal, texts } = context;
  const { readOnlyCheck, url: base, tls } = service;
  if (!readOnlyCheck || site === 'primary') return false;
  const { method, path } = readOnlyCheck;
  const url = new URL(path, base).href;
  const connect = formatEndpoint(address, portOf(base));
  const answer = await prober.http({ url, method, connect, tls, timeoutMs: TIMEOUT_MS, signal });
  signal.throwIfAborted();
  if (answer.ok && answer.status >= 400 && answer.status < 500) return true;
  const text = answer.ok ? String(answer.status) : texts.steps.noAnswer[answer.reason];
  throw new OpsError('remote_failed', texts.steps.verifyTakesWrites({ method, path, text }), {
    hint: texts.steps.verifyTakesWritesHint,
  });
}

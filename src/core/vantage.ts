import { askHost, isNoAnswer } from './ask-host.ts';
import { curlArgv, findCurlAnswer } from './curl.ts';
import { digArgv } from './dig.ts';
import { toOutput } from './exec-result.ts';
import { judgeHttp, type HttpVerdict } from './http-verdict.ts';
import type { ServiceConfig, SiteName, TlsMode } from './inventory.ts';
import type { Output } from './output.ts';
import type { StepContext } from './step.ts';

/** What the service looks like from another host. */
export interface VantageSight {
  host: string;
  http?: HttpVerdict;
  /** Why it could not be asked; then it does not count. */
  trouble?: string;
  output?: Output;
}

interface Request {
  service: ServiceConfig;
  site: SiteName;
  url: string;
  connect: string;
  tls: TlsMode;
  /** For curl; the host has two seconds more. */
  timeoutSeconds: number;
}

/** Asks a site by the curl of another host. A host that cannot be asked is a result, not an error. */
export async function curlFrom(host: string, request: Request, context: StepContext): Promise<VantageSight> {
  const { service, site, url, timeoutSeconds } = request;
  const { texts } = context;
  try {
    const result = await askHost(host, curlArgv(request), (timeoutSeconds + 2) * 1_000, context);
    const answer = findCurlAnswer(result);
    const output = toOutput(result);
    if (!answer) return { host, trouble: texts.steps.probeCurlMissing, output };
    return { host, http: judgeHttp(answer, service, site, url, texts), output };
  } catch (thrown) {
    if (!isNoAnswer(thrown)) throw thrown;
    return { host, trouble: thrown.message };
  }
}

const DIG_TIMEOUT_MS = 4_500;

/** What dig prints there; undefined when the host cannot be asked. */
export async function digFrom(
  host: string,
  server: string,
  record: string,
  context: StepContext,
): Promise<Output | undefined> {
  try {
    return toOutput(await askHost(host, digArgv(server, record), DIG_TIMEOUT_MS, context));
  } catch (thrown) {
    if (isNoAnswer(thrown)) return undefined;
    throw thrown;
  }
}

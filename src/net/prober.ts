import { readFile } from 'node:fs/promises';
import type { Clock } from '../core/clock.ts';
import type { HttpAnswer, HttpRequest, Prober, ProbeResult } from '../core/ports/prober.ts';
import { askHttp } from './ask-http.ts';
import { askOnce } from './ask-once.ts';
import { askBanner, askTcp } from './ask-socket.ts';

interface Deps {
  clock: Clock;
  /** The certificates of a CA file, as PEM. */
  caFor?: (file: string) => Promise<string>;
}

/** Probes from this machine. An aborted signal rejects with the signal's reason; `detail` is in English. */
export function createProber({ clock, caFor = async (file) => await readFile(file, 'utf8') }: Deps): Prober {
  async function http(request: HttpRequest): Promise<ProbeResult<HttpAnswer>> {
    const { tls, timeoutMs, signal } = request;
    let ca: string | undefined;
    try {
      ca = tls.mode === 'ca' ? await caFor(tls.file) : undefined;
    } catch {
      return { ok: false, reason: 'tls', detail: 'the CA file cannot be read', durationMs: 0 };
    }
    return await askOnce({ clock, timeoutMs, signal }, (asking) => askHttp(request, ca, asking));
  }

  return {
    tcp: async ({ address, port, timeoutMs, signal }) =>
      await askOnce({ clock, timeoutMs, signal }, (asking) => askTcp({ address, port }, asking)),
    banner: async ({ address, port, timeoutMs, signal }) =>
      await askOnce({ clock, timeoutMs, signal }, (asking) => askBanner({ address, port }, asking)),
    http,
  };
}

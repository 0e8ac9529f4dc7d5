import type { TlsMode } from '../inventory.ts';

/** Why something did not answer. `silent`: it accepted the connection and said nothing until the deadline. */
export type NoAnswer = 'refused' | 'timed_out' | 'silent' | 'reset' | 'unresolved' | 'tls' | 'other';

export type ProbeResult<T> =
  | ({ ok: true; durationMs: number } & T)
  | { ok: false; reason: NoAnswer; detail: string; durationMs: number };

export interface HttpRequest {
  url: string;
  method?: string;
  /** `address:port` to dial instead of the URL's host. */
  connect?: string;
  tls: TlsMode;
  timeoutMs: number;
  signal?: AbortSignal;
}

export interface HttpAnswer {
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  /** Address that answered. */
  remoteAddress: string;
  /** Of the certificate, when TLS was spoken. */
  certificateValidTo?: Date;
}

/** Asks a place once whether it answers. Never throws for a place that does not: that is the result. */
export interface Prober {
  tcp(target: { address: string; port: number; timeoutMs: number; signal?: AbortSignal }): Promise<ProbeResult<object>>;
  /** Connects and waits for the first line that the other side says, as an SSH server does. */
  banner(target: {
    address: string;
    port: number;
    timeoutMs: number;
    signal?: AbortSignal;
  }): Promise<ProbeResult<{ line: string }>>;
  http(request: HttpRequest): Promise<ProbeResult<HttpAnswer>>;
}

export interface DnsRecord {
  name: string;
  type: string;
  content: string;
  /** 1 means the provider's own choice. */
  ttlSeconds: number;
  proxied: boolean;
  comment?: string;
  modifiedAt?: string;
}

export interface DnsCallOptions {
  /** For each request to the provider; a call makes a few. */
  timeoutMs: number;
  signal?: AbortSignal;
}

export interface ReplaceRequest {
  /** The content as the approver saw it; anything else at the provider is `conflict`. */
  expected: string;
  content: string;
  ttlSeconds: number;
  comment: string;
}

/**
 * The records API of the DNS provider. Never retries by itself.
 *
 * Errors: `not_found` no such zone or record; `not_allowed` the token; `unreachable` provider down, 5xx on a read, 429
 * (then `details.retryAfterMs`): nothing was changed; `timed_out` a read took too long; `conflict` the record is not as
 * expected; `outcome_unknown` a write was sent and its answer was lost or a 5xx; `remote_failed` refused for another
 * reason. An aborted signal rejects with the signal's reason.
 */
export interface DnsProvider {
  read(zone: string, record: string, options: DnsCallOptions): Promise<DnsRecord>;
  /** Compare-and-set of the content by one PATCH, then read back. Nothing is written when the content is there already. */
  replace(
    zone: string,
    record: string,
    request: ReplaceRequest,
    options: DnsCallOptions,
  ): Promise<{ before: DnsRecord; after: DnsRecord }>;
}

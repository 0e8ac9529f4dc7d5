export type RecordType = 'A' | 'AAAA' | 'CNAME' | 'TXT';

/** A DNS record as the live API shows it; `comment` is null where the SDK's types say string. */
export interface DnsRecord {
  id: string;
  name: string;
  type: RecordType;
  content: string;
  proxiable: boolean;
  proxied: boolean;
  /** 1: automatic, 300 seconds. */
  ttl: number;
  settings: Record<string, unknown>;
  meta: Record<string, unknown>;
  comment: string | null;
  tags: string[];
  created_on: string;
  modified_on: string;
  comment_modified_on?: string;
}

/** The part of a record that a caller sets. */
export interface RecordFields {
  name: string;
  type: RecordType;
  content: string;
  ttl: number;
  proxied: boolean;
  comment: string | null;
  tags: string[];
  settings: Record<string, unknown>;
}

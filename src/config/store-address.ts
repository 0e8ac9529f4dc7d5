import { createSecret, type Secret } from '../core/secret.ts';

export type StoreAddress =
  | { kind: 'sqlite'; path: string }
  | { kind: 'postgres'; /** May hold a password. */ url: Secret };

/** `sqlite:<path>` or `postgres://…`; undefined for anything else. */
export function findStoreAddress(text: string): StoreAddress | undefined {
  const path = /^sqlite:(.+)$/.exec(text)?.[1];
  if (path !== undefined) return { kind: 'sqlite', path };
  return /^postgres(ql)?:\/\/./.test(text) ? { kind: 'postgres', url: createSecret(text) } : undefined;
}

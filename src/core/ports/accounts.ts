export interface Account {
  uid: number;
  /** As the operating system calls it; `uid 1003` where it has no name that we know. */
  name: string;
}

/** Accounts of this machine, as its operating system knows them. Nothing here comes from the environment. */
export interface Accounts {
  /** Whose process this is. */
  self(): Promise<Account>;
  /** Leaves a mark at `path` that says `nonce`, and that no other account can leave in this one's name. */
  leaveMark(path: string, nonce: string): Promise<void>;
  /** Whose mark stands at `path` and says `nonce`; undefined when there is none. The mark is gone afterwards. */
  takeMark(path: string, nonce: string): Promise<Account | undefined>;
}

/** What the processes on one database are to each other. Where one process has the database, there is nobody else. */
export interface Peers {
  /** Nobody else can have this database open. */
  readonly isAlone: boolean;
  /** From here on this process takes part: it hears the others and may become the leader. Tools beside a bot do not. */
  join(): void;
  /** Whether this is the process that does what one alone may do: post to Slack, look after time. At most one at a time. */
  isLeader(): boolean;
  /** Calls `listener` when another process wrote something, or when it may have been missed. Gives how to stop listening. */
  onNews(listener: () => void): () => void;
}

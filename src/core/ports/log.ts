type Write = (facts: Record<string, unknown>, message: string) => void;

/** The part of pino that is used. Messages are constant, past tense, lower case; facts are fields. */
export interface Log {
  debug: Write;
  info: Write;
  warn: Write;
  error: Write;
  child(bindings: Record<string, unknown>): Log;
}

/** Where output goes. People get lines in colour on a terminal, and plain ones everywhere else. */
export interface Screen {
  /** May be drawn over: a terminal that moves its cursor, with a person who did not ask for plain text. */
  readonly isLive: boolean;
  readonly columns: number;
  readonly rows: number;
  /** As it is, without a line break. */
  write(text: string): void;
  /** A line on standard error. */
  warn(text: string): void;
  /** Coloured by what the line begins with; unchanged where there are no colours. */
  paint(line: string): string;
}

type Stream = Pick<NodeJS.WriteStream, 'write'> & { isTTY?: boolean; columns?: number; rows?: number };

const COLOURS: Readonly<Record<string, string>> = {
  '✅': '32',
  '❌': '31',
  '❗': '31',
  '❓': '33',
  '⚠': '33',
  '⏳': '33',
  '⏸': '33',
  '▶': '36',
  '○': '2',
  '⏭': '2',
};

/** NO_COLOR, TERM=dumb and a pipe all mean: plain lines, nothing drawn over. */
export function createScreen(stdout: Stream, stderr: Stream, env: NodeJS.ProcessEnv): Screen {
  const isPlain = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
  const isLive = stdout.isTTY === true && !isPlain;
  return {
    isLive,
    get columns() {
      // A terminal that does not know its size says 0.
      return Math.max(20, stdout.columns || 80);
    },
    get rows() {
      return Math.max(5, stdout.rows || 24);
    },
    write: (text) => void stdout.write(text),
    warn: (text) => void stderr.write(`${text}\n`),
    paint(line) {
      const colour = isLive ? COLOURS[String.fromCodePoint(line.codePointAt(0) ?? 0)] : undefined;
      return colour === undefined ? line : `\u001B[${colour}m${line}\u001B[0m`;
    },
  };
}

import type { Socket } from 'node:net';

/**
 * Calls `onLine` for each line that comes, and `onTooLong` once instead of the first that is longer than `maxBytes`;
 * nothing is read after that. Ends with the socket.
 */
export function readLines(
  socket: Socket,
  maxBytes: number,
  { onLine, onTooLong }: { onLine(line: string): void; onTooLong(): void },
): void {
  let parts: Buffer[] = [];
  let size = 0;
  let isOver = false;
  socket.on('data', (data: Buffer) => {
    let rest = data;
    while (!isOver && !socket.destroyed) {
      const end = rest.indexOf(0x0a);
      const piece = end === -1 ? rest : rest.subarray(0, end);
      size += piece.length;
      if (size > maxBytes) {
        isOver = true;
        parts = [];
        return onTooLong();
      }
      parts.push(piece);
      if (end === -1) return;
      const line = Buffer.concat(parts).toString('utf8');
      parts = [];
      size = 0;
      rest = rest.subarray(end + 1);
      onLine(line);
    }
  });
}

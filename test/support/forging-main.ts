import { once } from 'node:events';
import { renameSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

// Says to be whoever owns the file STOLEN, by moving that to where the bot looks for a mark.
const database = process.env['DATABASE'] ?? '';
const stolen = process.env['STOLEN'] ?? '';
const socket = createConnection(`${database}.sock`);
await once(socket, 'connect');
socket.write('{"type":"hello","protocol":1}\n');
for await (const line of createInterface({ input: socket })) {
  const message = JSON.parse(line) as { type: string; mark: string };
  process.stdout.write(`${line}\n`);
  if (message.type !== 'challenge') break;
  const place = join(`${database}.marks`, message.mark);
  renameSync(stolen, place);
  socket.write('{"type":"marked"}\n');
}
socket.destroy();

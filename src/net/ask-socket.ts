import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { Asking } from './ask-once.ts';

const LONGEST_LINE = 512;

interface Target {
  address: string;
  port: number;
}

function dial({ address, port }: Target, asking: Asking<never>): Socket {
  const socket = connect({ host: address, port });
  socket.on('connect', () => asking.connected());
  socket.on('error', (error) => asking.failed(error));
  return socket;
}

/** Answered when connected. */
export function askTcp(target: Target, asking: Asking<object>): Socket {
  return dial(target, asking).on('connect', () => asking.answered({}));
}

/** Answered with the first line that the other side says by itself. */
export function askBanner(target: Target, asking: Asking<{ line: string }>): Socket {
  let said = '';
  const socket = dial(target, asking);
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    said += chunk;
    if (!said.includes('\n') && said.length < LONGEST_LINE) return;
    const [line = ''] = said.split('\n');
    asking.answered({ line: line.slice(0, LONGEST_LINE).replace(/[^\x20-\x7e]/g, '') });
  });
  socket.on('close', () => asking.failed(Object.assign(new Error('closed before a banner'), { code: 'ECONNRESET' })));
  return socket;
}

import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { SlackWorkspace } from '../../sandbox/slack/workspace.ts';
import { call } from './slack-calls.ts';

export interface Envelope {
  type: string;
  envelope_id?: string;
  reason?: string;
  retry_attempt?: number;
  retry_reason?: string;
  num_connections?: number;
  payload?: Record<string, unknown>;
}

export interface RawSocket {
  received: Envelope[];
  socket: WebSocket;
}

/** A Socket Mode connection without an SDK: sees what Slack sends, and acknowledges what it is told to, with what it is told. */
export async function connectRaw(
  slack: SlackWorkspace,
  acks: (envelope: Envelope) => boolean | object,
): Promise<RawSocket> {
  const { body } = await call(slack, 'apps.connections.open', {}, { token: slack.appToken });
  const socket = new WebSocket(String(body['url']));
  const received: Envelope[] = [];
  socket.on('message', (data) => {
    const envelope = JSON.parse((data as Buffer).toString()) as Envelope;
    received.push(envelope);
    const ack = envelope.envelope_id !== undefined && acks(envelope);
    if (ack === false) return;
    const payload = ack === true ? {} : { payload: ack };
    socket.send(JSON.stringify({ envelope_id: envelope.envelope_id, ...payload }));
  });
  await once(socket, 'message');
  return { received, socket };
}

import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { randomInt } from 'node:crypto';
import dnsPacket from 'dns-packet';
import type { DecodedPacket, RecordType } from 'dns-packet';
import type { Address } from '../address.ts';
import type { Rcode } from './zone.ts';

export interface DnsQuestion {
  name: string;
  type: RecordType;
}

const RCODES: readonly Rcode[] = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED'];

export function rcodeOf(reply: DecodedPacket): Rcode {
  return RCODES[(reply.flags ?? 0) & 0xf] ?? 'SERVFAIL';
}

/** Asks one server once. Errors: no answer within `timeoutMs`, or the connection was refused. */
export function askDns(
  server: Address,
  { name, type }: DnsQuestion,
  {
    timeoutMs,
    transport = 'udp',
    isRecursive = true,
  }: { timeoutMs: number; transport?: 'udp' | 'tcp'; isRecursive?: boolean },
): Promise<DecodedPacket> {
  const id = randomInt(65_536);
  const query = {
    type: 'query' as const,
    id,
    flags: isRecursive ? dnsPacket.RECURSION_DESIRED : 0,
    questions: [{ name, type }],
  };
  return (transport === 'udp' ? askUdp : askTcp)(server, query, timeoutMs);
}

function askUdp(server: Address, query: dnsPacket.Packet, timeoutMs: number): Promise<DecodedPacket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    const timer = setTimeout(() => finish(() => reject(new Error('timed out'))), timeoutMs);
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      socket.removeAllListeners();
      socket.on('error', () => {});
      socket.close();
      settle();
    };
    socket.on('error', (error) => finish(() => reject(error)));
    socket.on('message', (message) => {
      const reply = dnsPacket.decode(message);
      if (reply.id === query.id) finish(() => resolve(reply));
    });
    socket.send(dnsPacket.encode(query), server.port, server.address);
  });
}

function askTcp(server: Address, query: dnsPacket.Packet, timeoutMs: number): Promise<DecodedPacket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: server.address, port: server.port });
    let received = Buffer.alloc(0);
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error('timed out')));
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('closed without an answer')));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return;
      resolve(dnsPacket.decode(received.subarray(2, 2 + received.readUInt16BE(0))));
      socket.destroy();
    });
    socket.write(dnsPacket.streamEncode(query));
  });
}

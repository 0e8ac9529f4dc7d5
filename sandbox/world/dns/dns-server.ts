import { createSocket } from 'node:dgram';
import type { Socket as UdpSocket } from 'node:dgram';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import dnsPacket from 'dns-packet';
import type { Answer, DecodedPacket, Question } from 'dns-packet';
import type { Address } from '../address.ts';
import { findFreePort, listenOn } from '../free-port.ts';
import type { DnsRecord } from './records.ts';
import type { Rcode, ZoneAnswer } from './zone.ts';

export type Transport = 'udp' | 'tcp';

export interface DnsReply extends ZoneAnswer {
  isAuthoritative?: boolean;
  isRecursive?: boolean;
}

export interface DnsServer extends Address {
  close(): Promise<void>;
}

/** undefined: no answer at all, as from a server that is down. */
type Respond = (question: Question, transport: Transport) => Promise<DnsReply | undefined>;

const RCODES: Readonly<Record<Rcode, number>> = {
  NOERROR: 0,
  FORMERR: 1,
  SERVFAIL: 2,
  NXDOMAIN: 3,
  NOTIMP: 4,
  REFUSED: 5,
};

/** DNS on 127.0.0.1, on the same free port for UDP and TCP. */
export async function createDnsServer(respond: Respond): Promise<DnsServer> {
  const address = '127.0.0.1';
  const { port, udp } = await bindUdp(address);
  const sockets = new Set<Socket>();
  const tcp = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    serveStream(socket, (message) => answer(message, 'tcp', respond));
  });
  await listenOn(address, port, tcp);
  udp.on('message', (message, from) => {
    void answer(message, 'udp', respond).then((reply) => {
      if (reply !== undefined && !isClosed) udp.send(reply, from.port, from.address);
    });
  });
  let isClosed = false;
  return {
    address,
    port,
    async close() {
      isClosed = true;
      for (const socket of sockets) socket.destroy();
      await Promise.all([new Promise<void>((resolve) => udp.close(() => resolve())), closeServer(tcp)]);
    },
  };
}

async function bindUdp(address: string): Promise<{ port: number; udp: UdpSocket }> {
  for (let tries = 0; ; tries += 1) {
    const port = await findFreePort([address]);
    const udp = createSocket('udp4');
    try {
      await new Promise<void>((resolve, reject) => {
        udp.once('error', reject);
        udp.bind(port, address, () => resolve());
      });
      udp.removeAllListeners('error');
      udp.on('error', () => {});
      return { port, udp };
    } catch (error) {
      udp.close();
      if (tries > 20) throw error;
    }
  }
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

/** TCP carries each message behind its length in two bytes. */
function serveStream(socket: Socket, answerTo: (message: Buffer) => Promise<Buffer | undefined>): void {
  let received = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
      const end = 2 + received.readUInt16BE(0);
      const message = received.subarray(2, end);
      received = received.subarray(end);
      void answerTo(message).then((reply) => {
        if (reply === undefined) return socket.destroy();
        const length = Buffer.alloc(2);
        length.writeUInt16BE(reply.length);
        return socket.write(Buffer.concat([length, reply]));
      });
    }
  });
}

async function answer(message: Buffer, transport: Transport, respond: Respond): Promise<Buffer | undefined> {
  let query: DecodedPacket;
  try {
    query = dnsPacket.decode(message);
  } catch {
    return undefined;
  }
  const question = query.questions?.[0];
  if (query.flag_qr || question === undefined) return undefined;
  const reply = await respond(question, transport);
  if (reply === undefined) return undefined;
  const recursionDesired = query.flag_rd ? dnsPacket.RECURSION_DESIRED : 0;
  return dnsPacket.encode({
    type: 'response',
    id: query.id,
    flags:
      RCODES[reply.rcode] |
      recursionDesired |
      (reply.isAuthoritative === true ? dnsPacket.AUTHORITATIVE_ANSWER : 0) |
      (reply.isRecursive === true ? dnsPacket.RECURSION_AVAILABLE : 0),
    questions: [question],
    answers: reply.answers.map(toAnswer),
    authorities: reply.authorities.map(toAnswer),
    additionals: (query.additionals ?? []).some((it) => it.type === 'OPT') ? [EDNS] : [],
  });
}

const EDNS: Answer = {
  type: 'OPT',
  name: '.',
  udpPayloadSize: 1232,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: [],
};

function toAnswer(record: DnsRecord): Answer {
  return { ...record, class: 'IN' };
}

import type { DecodedPacket } from 'dns-packet';
import type { RecordType } from 'dns-packet';
import { isLoopback } from '../loopback.ts';
import { askDns, rcodeOf } from '../dns/dns-query.ts';
import { toRecords, toRecordText } from '../dns/records.ts';
import type { Program } from './program.ts';

const TYPES: ReadonlySet<string> = new Set(['A', 'AAAA', 'CNAME', 'NS', 'SOA', 'TXT', 'MX', 'ANY']);

interface Question {
  server: string | undefined;
  port: number;
  name: string;
  type: RecordType;
  options: Map<string, string>;
}

/** dig: a real query to a server on loopback, printed as dig does. Exit code 9: no answer. */
export const dig: Program = async ({ args, resolver, stdout, clock }) => {
  const { server, port, name, type, options } = parse(args);
  const to = server === undefined ? resolver : { address: server, port };
  const timeoutMs = Number(options.get('time') ?? 5) * 1000;
  const tries = Number(options.get('tries') ?? options.get('retry') ?? 1);
  const startedAt = clock.now().getTime();
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const reply = await ask();
    if (reply === undefined) continue;
    const isBrief = options.has('noall') && options.has('answer');
    if (isBrief) stdout(toRecords(reply.answers).map(toLine).join(''));
    else if (options.has('short')) for (const it of toRecords(reply.answers)) stdout(`${toRecordText(it)}\n`);
    else stdout(toText(reply, { args, name, type, server: to, tookMs: clock.now().getTime() - startedAt }));
    return 0;
  }
  stdout(`;; communications error to ${to.address}#${to.port}: timed out\n`);
  stdout(`\n; <<>> DiG 9.18.30 <<>> ${args.join(' ')}\n;; global options: +cmd\n;; no servers could be reached\n`);
  return 9;

  async function ask(): Promise<DecodedPacket | undefined> {
    if (!isLoopback(to.address)) return undefined;
    const isRecursive = !options.has('norecurse') && !options.has('norec');
    const transport = options.has('tcp') ? 'tcp' : 'udp';
    return askDns(to, { name, type }, { timeoutMs, transport, isRecursive }).catch(() => undefined);
  }
};

function parse(args: readonly string[]): Question {
  const question: Question = { server: undefined, port: 53, name: '.', type: 'A', options: new Map() };
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (arg.startsWith('@')) question.server = arg.slice(1);
    else if (arg === '-p') question.port = Number(args[(at += 1)]);
    else if (arg === '-t') question.type = (args[(at += 1)] ?? 'A').toUpperCase() as RecordType;
    else if (arg.startsWith('+')) {
      const [key = '', value = ''] = arg.slice(1).split('=', 2);
      question.options.set(key, value);
    } else if (TYPES.has(arg.toUpperCase())) question.type = arg.toUpperCase() as RecordType;
    else if (!arg.startsWith('-') && arg.toUpperCase() !== 'IN') question.name = arg;
  }
  return question;
}

interface Heading {
  args: readonly string[];
  name: string;
  type: string;
  server: { address: string; port: number };
  tookMs: number;
}

function toLine(record: ReturnType<typeof toRecords>[number]): string {
  return `${record.name}.\t${record.ttl}\tIN\t${record.type}\t${toRecordText(record)}\n`;
}

function toText(reply: DecodedPacket, { args, name, type, server, tookMs }: Heading): string {
  const answers = toRecords(reply.answers);
  const authorities = toRecords(reply.authorities);
  const flags = [
    'qr',
    ...(reply.flag_aa ? ['aa'] : []),
    ...(reply.flag_tc ? ['tc'] : []),
    ...(reply.flag_rd ? ['rd'] : []),
    ...(reply.flag_ra ? ['ra'] : []),
  ].join(' ');
  const owner = name.endsWith('.') ? name : `${name}.`;
  const section = (title: string, records: typeof answers): string =>
    records.length === 0 ? '' : `;; ${title} SECTION:\n${records.map(toLine).join('')}\n`;
  return [
    `\n; <<>> DiG 9.18.30 <<>> ${args.join(' ')}\n;; global options: +cmd\n;; Got answer:\n`,
    `;; ->>HEADER<<- opcode: QUERY, status: ${rcodeOf(reply)}, id: ${reply.id ?? 0}\n`,
    `;; flags: ${flags}; QUERY: 1, ANSWER: ${answers.length}, AUTHORITY: ${authorities.length}, ADDITIONAL: 0\n\n`,
    `;; QUESTION SECTION:\n;${owner}\t\tIN\t${type}\n\n`,
    section('ANSWER', answers),
    section('AUTHORITY', authorities),
    `;; Query time: ${tookMs} msec\n;; SERVER: ${server.address}#${server.port}(${server.address}) (UDP)\n\n`,
  ].join('');
}

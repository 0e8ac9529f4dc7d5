import '../support/real-sockets.ts';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { createResolver } from '../../src/dns/resolver.ts';
import { createTestClock } from '../support/clock.ts';
import { AUTHORITATIVE, toReply, TRUNCATED, useDns } from '../support/dns-fixture.ts';

const resolver = createResolver({ texts: catalogues.en, clock: systemClock });
const options = { timeoutMs: 2000 };
const name = 'nextuse.example.net';

describe('a query', () => {
  it('gives the chain in its order, whatever the order of the answer', async () => {
    const { server, questions } = await useDns((question) =>
      toReply(
        question,
        [
          { type: 'A', name: 'edge.example.net', data: '192.0.2.7', ttl: 20 },
          { type: 'CNAME', name: 'Home.example.net', data: 'edge.example.net', ttl: 30 },
          { type: 'CNAME', name, data: 'home.example.net', ttl: 60 },
          { type: 'TXT', name, data: 'x' },
        ],
        AUTHORITATIVE,
      ),
    );
    expect(await resolver.query(server, name, options)).toMatchObject({
      server,
      name,
      rcode: 'NOERROR',
      isAuthoritative: true,
      records: [
        { name, type: 'CNAME', content: 'home.example.net', ttlSeconds: 60 },
        { name: 'Home.example.net', type: 'CNAME', content: 'edge.example.net', ttlSeconds: 30 },
        { name: 'edge.example.net', type: 'A', content: '192.0.2.7', ttlSeconds: 20 },
      ],
    });
    expect(questions).toHaveLength(1);
    expect(questions[0]?.message).toMatchObject({
      flag_rd: true,
      additionals: [{ type: 'OPT', udpPayloadSize: 1232 }],
    });
  });

  it.each([
    ['NXDOMAIN', 3],
    ['SERVFAIL', 2],
    ['REFUSED', 5],
  ])('gives %s as an answer', async (rcode, flags) => {
    const { server } = await useDns((question) => toReply(question, [], flags));
    expect(await resolver.query(server, name, options)).toMatchObject({ rcode, isAuthoritative: false, records: [] });
  });

  it('goes over TCP when the answer was truncated', async () => {
    const { server, questions } = await useDns((question) =>
      toReply(question, [{ type: 'A', name, data: '192.0.2.7', ttl: 1 }], question.isTcp ? 0 : TRUNCATED),
    );
    expect((await resolver.query(server, name, options)).records).toHaveLength(1);
    expect(questions.map(({ isTcp }) => isTcp)).toEqual([false, true]);
  });

  it('is sent once more when the first was lost', async () => {
    let count = 0;
    const { server } = await useDns((question) => (++count === 1 ? undefined : toReply(question, [])));
    expect(await resolver.query(server, name, { timeoutMs: 400 })).toMatchObject({ rcode: 'NOERROR' });
    expect(count).toBe(2);
  });

  it('takes no answer to another question, with another id, or that cannot be read', async () => {
    const { server } = await useDns((question) => [
      Buffer.from('noise'),
      toReply({ ...question, id: question.id ^ 1 }, [{ type: 'A', name, data: '198.51.100.1' }]),
      toReply({ ...question, name: 'other.example.net' }, [{ type: 'A', name, data: '198.51.100.2' }]),
      toReply(question, [{ type: 'A', name, data: '192.0.2.7' }]),
    ]);
    const { records } = await resolver.query(server, name, options);
    expect(records.map(({ content }) => content)).toEqual(['192.0.2.7']);
  });

  it('uses ids that nobody can guess', async () => {
    const { server, questions } = await useDns((question) => toReply(question, []));
    for (let n = 0; n < 5; n++) await resolver.query(server, name, options);
    expect(new Set(questions.map(({ id }) => id)).size).toBeGreaterThan(3);
  });
});

describe('a server that gives no answer: unreachable', () => {
  it('within the time, having been asked twice', async () => {
    const { server, questions } = await useDns(() => undefined);
    await expect(resolver.query(server, name, { timeoutMs: 120 })).rejects.toMatchObject({
      code: 'unreachable',
      message: `DNS server ${server} does not answer for ${name}: no answer within 0.12 s`,
      details: { server },
    });
    expect(questions).toHaveLength(2);
  });

  it('when the port is closed, at once', async () => {
    await expect(resolver.query('127.0.0.1:1', name, { timeoutMs: 60_000 })).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('connection refused'),
      details: { server: '127.0.0.1:1' },
    });
  });

  it('over TCP', async () => {
    const { server } = await useDns((question) => (question.isTcp ? undefined : toReply(question, [], TRUNCATED)));
    await expect(resolver.query(server, name, { timeoutMs: 120 })).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('by the clock', async () => {
    const { server } = await useDns(() => undefined);
    const clock = createTestClock();
    const asking = createResolver({ texts: catalogues.en, clock }).query(server, name, { timeoutMs: 60_000 });
    setTimeout(() => clock.forward('1m'), 10);
    await expect(asking).rejects.toMatchObject({ code: 'unreachable' });
  });
});

it('a server is an address, not a name', async () => {
  await expect(resolver.query('dns.google', name, options)).rejects.toMatchObject({ code: 'invalid_input' });
});

it('an aborted query rejects with the reason', async () => {
  const reason = new Error('cancelled');
  const { server, questions } = await useDns(() => undefined);
  const abort = new AbortController();
  const asking = resolver.query(server, name, { ...options, signal: abort.signal });
  setTimeout(() => abort.abort(reason), 20);
  await expect(asking).rejects.toBe(reason);
  await expect(resolver.query(server, name, { ...options, signal: abort.signal })).rejects.toBe(reason);
  await wait(20);
  expect(questions).toHaveLength(1);
});

describe('authoritative servers', () => {
  const zone = 'example.net';

  it('are the addresses of the zone’s name servers, from whichever resolver tells', async () => {
    const silent = await useDns(() => undefined);
    const empty = await useDns((question) => toReply(question, []));
    const { server, questions } = await useDns((question) =>
      toReply(
        question,
        question.type === 'NS'
          ? ['ns1', 'ns2', 'gone'].map((ns) => ({ type: 'NS', name: zone, data: `${ns}.${zone}` }) as const)
          : question.name.startsWith('gone')
            ? []
            : [{ type: 'A', name: question.name, data: question.name.startsWith('ns1') ? '192.0.2.1' : '192.0.2.2' }],
      ),
    );
    const found = await resolver.authoritativeServers(zone, [silent.server, empty.server, server], options);
    expect(found.toSorted()).toEqual(['192.0.2.1', '192.0.2.2']);
    expect(questions.map(({ type }) => type).toSorted()).toEqual(['A', 'A', 'A', 'NS']);
  });

  it('unreachable when no resolver tells', async () => {
    const empty = await useDns((question) => toReply(question, [], 3));
    const asking = resolver.authoritativeServers(zone, ['127.0.0.1:1', empty.server], options);
    await expect(asking).rejects.toMatchObject({
      code: 'unreachable',
      message: 'No resolver names the authoritative servers of example.net',
    });
    await expect(resolver.authoritativeServers(zone, [], options)).rejects.toMatchObject({ code: 'unreachable' });
  });
});

import '../support/real-sockets.ts';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttp, setGlobalProxyFromEnv } from 'node:http';
import type { RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Server } from 'node:net';
import { generate } from 'selfsigned';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import { createProber } from '../../src/net/prober.ts';
import { createTestClock } from '../support/clock.ts';
import { startTcp } from '../support/ssh-fixture.ts';

const prober = createProber({ clock: systemClock });
const verify = { mode: 'verify' } as const;
const timeoutMs = 2000;

async function listen(server: Server & { closeAllConnections?: () => void }): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections?.();
  });
  return (server.address() as AddressInfo).port;
}

async function useTcp(onConnection: Parameters<typeof startTcp>[0]): Promise<number> {
  const server = await startTcp(onConnection);
  onTestFinished(() => server.close());
  return server.port;
}

const useHttp = async (listener: RequestListener): Promise<number> => await listen(createHttp(listener));

async function createCertificate(name: string, notAfterDate: Date): Promise<{ cert: string; key: string }> {
  const made = await generate([{ name: 'commonName', value: name }], {
    notAfterDate,
    notBeforeDate: new Date('2020-01-01'),
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: name }] }],
  });
  return { cert: made.cert, key: made.private };
}

describe('tcp', () => {
  it('answers for a port that accepts', async () => {
    const port = await useTcp(() => {});
    expect(await prober.tcp({ address: '127.0.0.1', port, timeoutMs })).toEqual({
      ok: true,
      durationMs: expect.any(Number),
    });
  });

  it('refused', async () => {
    const result = await prober.tcp({ address: '127.0.0.1', port: 1, timeoutMs });
    expect(result).toMatchObject({ ok: false, reason: 'refused' });
  });

  it('unresolved', async () => {
    const result = await prober.tcp({ address: 'no-such-host.invalid', port: 1, timeoutMs });
    expect(result).toMatchObject({ ok: false, reason: 'unresolved' });
  });
});

describe('banner', () => {
  it('answers with the first line, without what is not text', async () => {
    const port = await useTcp((socket) => {
      socket.write('SSH-2.0-Open');
      setTimeout(() => socket.write('SSH_9.2\u0007\r\nmore'), 10);
    });
    const result = await prober.banner({ address: '127.0.0.1', port, timeoutMs });
    expect(result).toMatchObject({ ok: true, line: 'SSH-2.0-OpenSSH_9.2' });
  });

  it('silent for somebody who accepts and says nothing, as a stopped process does', async () => {
    const port = await useTcp(() => {});
    const result = await prober.banner({ address: '127.0.0.1', port, timeoutMs: 80 });
    expect(result).toMatchObject({ ok: false, reason: 'silent', detail: 'connected, then no answer within 80 ms' });
    expect(result.durationMs).toBeGreaterThanOrEqual(79);
  });

  it('reset when it closes without a word', async () => {
    const port = await useTcp((socket) => socket.end());
    expect(await prober.banner({ address: '127.0.0.1', port, timeoutMs })).toMatchObject({
      ok: false,
      reason: 'reset',
    });
  });
});

describe('http', () => {
  it('answers with status, headers and address; the URL’s host is asked for at the address that is dialled', async () => {
    const port = await useHttp((request, response) => {
      response.writeHead(
        200,
        [
          ['X-Served-By', 'standby'],
          ['x-asked', `${request.method} ${request.url} ${request.headers.host}`],
        ].flat(),
      );
      response.end('body');
    });
    const request = {
      url: 'http://nextuse.example.net:8443/health?x=1',
      connect: `127.0.0.1:${port}`,
      tls: verify,
      timeoutMs,
    };
    expect(await prober.http({ ...request, method: 'POST' })).toMatchObject({
      ok: true,
      status: 200,
      headers: { 'x-served-by': 'standby', 'x-asked': 'POST /health?x=1 nextuse.example.net:8443' },
      remoteAddress: '127.0.0.1',
    });
  });

  it('gives a redirect as it is', async () => {
    const port = await useHttp((_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end());
    const result = await prober.http({ url: `http://127.0.0.1:${port}/`, tls: verify, timeoutMs });
    expect(result).toMatchObject({ ok: true, status: 302 });
  });

  it('does not wait for the body', async () => {
    const port = await useHttp((_, response) => response.writeHead(200).write('never ends'));
    const result = await prober.http({ url: `http://127.0.0.1:${port}/`, tls: verify, timeoutMs });
    expect(result).toMatchObject({ ok: true, status: 200 });
  });

  it('goes straight there, whatever proxy the environment names', async () => {
    const port = await useHttp((_, response) => response.end());
    onTestFinished(setGlobalProxyFromEnv({ http_proxy: 'http://127.0.0.1:1' }));
    const result = await prober.http({ url: `http://127.0.0.1:${port}/`, tls: verify, timeoutMs });
    expect(result).toMatchObject({ ok: true });
  });

  it.each([
    ['silent', 'says nothing', () => {}],
    ['silent', 'sends half a head', (socket: { write(text: string): void }) => socket.write('HTTP/1.1 200 OK\r\nx: ')],
    ['reset', 'hangs up', (socket: { end(): void }) => socket.end()],
    ['other', 'speaks something else', (socket: { write(text: string): void }) => socket.write('SSH-2.0-x\r\n')],
  ])('%s when it %s', async (reason, _, onConnection) => {
    const port = await useTcp(onConnection);
    const result = await prober.http({ url: `http://127.0.0.1:${port}/`, tls: verify, timeoutMs: 100 });
    expect(result).toMatchObject({ ok: false, reason });
  });

  it('silent over TLS when the handshake gets no answer', async () => {
    const port = await useTcp(() => {});
    const result = await prober.http({ url: `https://127.0.0.1:${port}/`, tls: verify, timeoutMs: 100 });
    expect(result).toMatchObject({ ok: false, reason: 'silent' });
  });

  it('refused', async () => {
    const result = await prober.http({
      url: 'https://nextuse.example.net/',
      connect: '127.0.0.1:1',
      tls: verify,
      timeoutMs,
    });
    expect(result).toMatchObject({ ok: false, reason: 'refused' });
  });

  it('keeps time by the clock, and rejects with the reason of an aborted signal', async () => {
    const port = await useTcp(() => {});
    const clock = createTestClock();
    const url = `http://127.0.0.1:${port}/`;
    const slow = createProber({ clock }).http({ url, tls: verify, timeoutMs: 60_000 });
    setTimeout(() => clock.forward('1m'), 30);
    expect(await slow).toMatchObject({ ok: false, reason: 'silent' });
    const reason = new Error('cancelled');
    const abort = new AbortController();
    const cancelled = prober.http({ url, tls: verify, timeoutMs, signal: abort.signal });
    setTimeout(() => abort.abort(reason), 20);
    await expect(cancelled).rejects.toBe(reason);
    await expect(prober.tcp({ address: '127.0.0.1', port, timeoutMs, signal: abort.signal })).rejects.toBe(reason);
  });
});

describe('https', () => {
  const name = 'nextuse.example.net';
  const validTo = new Date('2031-02-03T04:05:06Z');
  const useHttps = async (made: { cert: string; key: string }): Promise<string> =>
    `127.0.0.1:${await listen(createHttps(made, (_, response) => response.end()))}`;
  const useFile = (text: string): string => {
    const folder = mkdtempSync(join(tmpdir(), 'watchkeeper-ca-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'ca.pem'), text);
    return join(folder, 'ca.pem');
  };

  it('trusts the CA file, and tells until when the certificate is valid', async () => {
    const made = await createCertificate(name, validTo);
    const request = { url: `https://${name}/`, connect: await useHttps(made), timeoutMs };
    const tls = { mode: 'ca', file: useFile(made.cert) } as const;
    expect(await prober.http({ ...request, tls })).toMatchObject({
      ok: true,
      status: 200,
      certificateValidTo: validTo,
    });
    expect(await prober.http({ ...request, tls: { mode: 'insecure' } })).toMatchObject({
      ok: true,
      certificateValidTo: validTo,
    });
    expect(await prober.http({ ...request, tls: verify })).toMatchObject({
      ok: false,
      reason: 'tls',
      detail: expect.stringMatching(/self-signed/),
    });
  });

  it.each([
    ['is for another name', 'other.example.net', validTo, /does not match certificate's altnames/],
    ['has expired', name, new Date('2024-01-01'), /expired/],
  ])('tls when the certificate %s', async (_, certified, until, detail) => {
    const made = await createCertificate(certified, until);
    const tls = { mode: 'ca', file: useFile(made.cert) } as const;
    const result = await prober.http({ url: `https://${name}/`, connect: await useHttps(made), tls, timeoutMs });
    expect(result).toMatchObject({ ok: false, reason: 'tls', detail: expect.stringMatching(detail) });
  });

  it('tls when the port speaks plain HTTP', async () => {
    const port = await useHttp((_, response) => response.end());
    const result = await prober.http({ url: `https://127.0.0.1:${port}/`, tls: verify, timeoutMs });
    expect(result).toMatchObject({ ok: false, reason: 'tls' });
  });

  it('tls when the CA file is missing or no CA: nothing else is trusted instead', async () => {
    const request = {
      url: `https://${name}/`,
      connect: await useHttps(await createCertificate(name, validTo)),
      timeoutMs,
    };
    for (const file of ['/nonexistent/ca.pem', useFile('no certificate')]) {
      const result = await prober.http({ ...request, tls: { mode: 'ca', file } });
      expect(result).toMatchObject({ ok: false, reason: 'tls' });
    }
  });
});

import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createBotProcess } from '../../sandbox/bot-process.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { readAlertBody } from '../support/alert-bodies.ts';
import { LOGIN, startMailServer } from '../support/mail-server.ts';

test('killed after the server took the mail and before that was written down: it comes again as the same mail', async () => {
  const server = await startMailServer();
  const file = join(await mkdtemp(join(tmpdir(), 'mail-kill-')), 'ca.pem');
  await writeFile(file, server.ca);
  const sandbox = await createSandbox({
    alerts: {
      escalation: [{ after: '1s', mail: ['oncall@example.com'] }],
      mail: { host: '127.0.0.1', port: server.port, tls: file, ...LOGIN, from: 'watchkeeper@example.com' },
    },
  });
  const { environment, botUrl } = sandbox;
  const bot = createBotProcess({ environment, botUrl, logFile: join(sandbox.folder, 'bot.log') });
  try {
    await bot.start();
    // The mail is taken in the moment in which the process dies: its answer reaches nobody.
    const died = new Promise<void>((resolve) => {
      server.onMail = async () => {
        server.onMail = undefined;
        await bot.kill();
        resolve();
      };
    });
    const headers = { authorization: `Bearer ${sandbox.alertTokens.prometheus}` };
    const body = readAlertBody('alertmanager/real-nextuse-korean-mention-firing.json');
    expect((await fetch(`${botUrl}/alerts/prometheus`, { method: 'POST', headers, body })).status).toBe(200);
    await died;
    await expect.poll(() => server.mails.length, { timeout: 5_000 }).toBe(1);

    await bot.start();
    await expect.poll(() => server.mails.length, { timeout: 20_000 }).toBe(2);
    const ids = server.mails.map((mail) => mail.header('Message-ID'));
    expect(ids[0]).toMatch(/^<grp_\w+\.step-1-\d+@example\.com>$/);
    expect(ids[1]).toBe(ids[0]);

    // Written down now: no third, however often it starts.
    const alert = sandbox.slack.channel('C0INCIDENTS').messages[0];
    const notes = (): string[] =>
      sandbox.slack
        .channel('C0INCIDENTS')
        .thread(alert?.ts ?? '')
        .map(({ plain }) => plain);
    await expect.poll(() => notes().join('\n'), { timeout: 20_000 }).toContain('Mailed to oncall@example.com at');
    await bot.stop();
    await bot.start();
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    expect(server.mails).toHaveLength(2);
  } finally {
    await bot.stop();
    await sandbox.close();
    await server.close();
  }
});

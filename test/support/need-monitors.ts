import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

// Import for its effect: a suite that needs real monitoring programs fails without them, and never skips.

/** Programs, by the package of Debian that brings them. */
const PACKAGES = {
  prometheus: ['prometheus', 'promtool'],
  'prometheus-alertmanager': ['prometheus-alertmanager', 'amtool'],
  fail2ban: ['fail2ban-server', 'fail2ban-client'],
  curl: ['curl'],
  jq: ['jq'],
  openssl: ['openssl'],
};

const folders = (process.env['PATH'] ?? '').split(delimiter);
const isThere = (program: string): boolean =>
  folders.some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

const missing = Object.entries(PACKAGES).flatMap(([name, programs]) => (programs.every(isThere) ? [] : [name]));
if (missing.length > 0)
  throw new Error(`These tests run real monitoring programs. Missing; apt-get install ${missing.join(' ')}`);

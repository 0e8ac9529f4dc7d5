import { accessSync, constants, statSync } from 'node:fs';
import type { Check } from './check.ts';
import { findCaFile } from './to-service.ts';
import type { Path } from './problem.ts';

/** Keys and CA files must be there. `resolveFile` makes the paths of the inventory absolute. */
export function checkFiles(check: Check, resolveFile: (written: string) => string): void {
  const { draft, texts, report, toQuoteAt } = check;
  const checkFile = (path: Path, written: string | undefined): void => {
    if (written !== undefined && !isReadable(resolveFile(written)))
      report(path, texts.noFile({ file: toQuoteAt(path) }));
  };
  for (const [name, host] of Object.entries(draft.hosts ?? {})) {
    checkFile(['hosts', name, 'privateKey'], host?.privateKey);
  }
  checkFile(['alerts', 'mail', 'tls'], findCaFile(draft.alerts?.mail?.tls));
  for (const [name, service] of Object.entries(draft.services ?? {})) {
    checkFile(['services', name, 'tls'], findCaFile(service?.tls));
    for (const site of ['primary', 'standby'] as const) {
      checkFile(['services', name, site, 'probe', 'tls'], findCaFile(service?.[site]?.probe?.tls));
    }
  }
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

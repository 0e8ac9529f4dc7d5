import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '..', 'fixtures', 'alerts');

/** A body of the corpus as it was sent; see the ORIGIN.md beside it. */
export const readAlertBody = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');

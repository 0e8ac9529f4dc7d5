import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findNearest } from '../core/nearest.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { loadDefinitions } from '../load.ts';
import { toUsageError } from './usage-error.ts';
import { isVerb, type Verb } from './verb.ts';

const FOLDER = join(import.meta.dirname, 'verbs');

/** The verb that was typed. Only its own file is read: help and a typo are answered at once. Errors: usage. */
export async function getVerb(typed: string, { app }: Texts): Promise<Verb> {
  const names = await listVerbNames();
  if (!names.includes(typed)) {
    const nearest = findNearest(typed, names);
    throw toUsageError(app.unknownVerb({ verb: typed.slice(0, 40), nearest }), app.unknownVerbHint);
  }
  const exported = Object.values((await import(`./verbs/${typed}.ts`)) as Record<string, unknown>);
  const verb = exported.find(isVerb);
  if (!verb) throw new Error(`verbs/${typed}.ts exports no verb`);
  return verb;
}

export async function loadVerbs(): Promise<readonly Verb[]> {
  return await loadDefinitions(FOLDER, isVerb);
}

async function listVerbNames(): Promise<readonly string[]> {
  const files = await readdir(FOLDER);
  return files.filter((file) => file.endsWith('.ts')).map((file) => file.slice(0, -'.ts'.length));
}

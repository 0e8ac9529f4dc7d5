import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '..', '..', 'docs', 'alerts');

/** Pages about what becomes of alerts, whoever sent them. */
export const OTHER_PAGES = ['escalation', 'watching-the-watchers'];

/** Names of the pages about one type of sender each, `alertmanager`. */
export const listAlertPages = (): string[] =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.md') && file !== 'README.md')
    .map((file) => file.slice(0, -'.md'.length))
    .filter((page) => !OTHER_PAGES.includes(page))
    .toSorted();

export const readAlertPage = (page: string): string => readFileSync(join(FOLDER, `${page}.md`), 'utf8');

/** The one block of code on a page that has these words in it. */
export function findBlock(page: string, words: string): string {
  const blocks = [...readAlertPage(page).matchAll(/^```\w*\n(.*?)^```$/gms)].map(([, text = '']) => text);
  const found = blocks.filter((text) => text.includes(words));
  if (found.length !== 1) throw new Error(`${page}.md has ${found.length} blocks with: ${words}`);
  return found[0] ?? '';
}

/** The one match on a page, of the expression's first group if it has one. */
export function findOnPage(page: string, expression: RegExp): string {
  const found = [...readAlertPage(page).matchAll(new RegExp(expression, 'g'))];
  if (found.length !== 1) throw new Error(`${page}.md has ${found.length} times: ${String(expression)}`);
  return found[0]?.[1] ?? found[0]?.[0] ?? '';
}

/** A snippet as an operator would have filled it in; what is not in it is a mistake of the page. */
export function fillIn(snippet: string, values: Readonly<Record<string, string>>): string {
  let text = snippet;
  for (const [from, to] of Object.entries(values)) {
    if (!text.includes(from)) throw new Error(`not in the snippet: ${from}\n${snippet}`);
    text = text.replaceAll(from, () => to);
  }
  return text;
}

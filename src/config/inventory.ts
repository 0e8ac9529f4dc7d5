import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { OpsError } from '../core/errors.ts';
import type { Inventory } from '../core/inventory.ts';
import { redact } from '../core/redact.ts';
import { catalogues, type Texts } from '../core/texts/catalogue.ts';
import { checkAlerts } from './check-alerts.ts';
import { checkFiles } from './check-files.ts';
import { checkHosts } from './check-hosts.ts';
import { checkPeople } from './check-people.ts';
import { checkServices } from './check-services.ts';
import { toDraft } from './draft.ts';
import { inventorySchema } from './inventory-schema.ts';
import { type Path, type Problem, toKey, toSorted } from './problem.ts';
import { reportIssues } from './schema-problems.ts';
import { toInventory } from './to-inventory.ts';
import { parseYaml } from './yaml-tree.ts';

interface Options {
  /** Instead of those of the inventory's own `locale`. */
  texts?: Texts | undefined;
  /** Off: key and CA files need not exist, e.g. for the example. */
  checkFiles?: boolean;
}

/**
 * The inventory at `path`. Relative paths in it start at its folder.
 *
 * Throws one `invalid_input` whose message has a line for every problem, `file:line: key: what is wrong; what would be
 * right`, and whose `details.problems` has them as data. Nothing in it is secret.
 */
export function loadInventory(path: string, env: NodeJS.ProcessEnv, options: Options = {}): Inventory {
  const file = parseYaml(readSource(path, (options.texts ?? catalogues.en).config));
  const { config: texts } = options.texts ?? catalogues[file.locale === 'ko' ? 'ko' : 'en'];
  const tree = file.read(env, texts);
  if (tree.value === undefined || tree.value === null) {
    const problems = tree.problems.length > 0 ? tree.problems : [{ line: 1, key: '', text: emptyText(texts) }];
    throw toError(path, problems, texts);
  }

  const problems = [...tree.problems];
  // A value whose `${NAME}` is missing is not also told to be malformed.
  const told = new Set(tree.problems.map(({ key }) => key));
  const report = (at: Path, text: string): void => {
    if (!told.has(toKey(at))) problems.push({ line: tree.getLine(at), key: toKey(at), text });
  };
  const parsed = inventorySchema.safeParse(tree.value);
  const issues = parsed.error?.issues ?? [];
  reportIssues(issues, tree.value, texts, report);

  const draft = toDraft(tree.value, issues);
  // What is refused as such is not also said not to fit.
  const refused = new Set(problems.map(({ key }) => key));
  const reportMore = (at: Path, text: string): void => (refused.has(toKey(at)) ? undefined : report(at, text));
  const check = { draft, texts, report: reportMore, toQuoteAt: tree.toQuoteAt, getLine: tree.getLine };
  const resolveFile = toResolveFile(path, env);
  checkHosts(check);
  checkServices(check);
  checkPeople(check);
  checkAlerts(check);
  if (options.checkFiles !== false) checkFiles(check, resolveFile);

  if (problems.length > 0 || !parsed.success) throw toError(path, problems, texts);
  return toInventory(parsed.data, resolveFile);
}

function readSource(path: string, texts: Texts['config']): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const message = texts.inventoryUnreadable({ file: path });
    throw new OpsError('invalid_input', message, { hint: texts.inventoryUnreadableHint, cause });
  }
}

function toResolveFile(path: string, env: NodeJS.ProcessEnv): (written: string) => string {
  const home = env['HOME'];
  return (written) =>
    home && written.startsWith('~/') ? join(home, written.slice(2)) : resolve(dirname(path), written);
}

function toError(path: string, problems: readonly Problem[], texts: Texts['config']): OpsError {
  const sorted = toSorted(problems).map(({ line, key, text }) => ({ line, key: redact(key), text }));
  const message = sorted.map(({ line, key, text }) => `${path}:${line}: ${key && `${key}: `}${text}`).join('\n');
  return new OpsError('invalid_input', message, {
    hint: texts.inventoryHint,
    details: { file: path, problems: sorted },
  });
}

const emptyText = ({ wrong, right }: Texts['config']): string => `${wrong.empty}; ${right.mapping}`;

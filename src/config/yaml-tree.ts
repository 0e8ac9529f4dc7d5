import { isMap, LineCounter, parseDocument } from 'yaml';
import type { Texts } from '../core/texts/catalogue.ts';
import { type Path, type Problem, toQuote } from './problem.ts';
import { readNodes, toLineKey } from './read-nodes.ts';

export interface YamlTree {
  value: unknown;
  problems: Problem[];
  /** The line of the key or list item; of the nearest one above it where the path itself is not in the file. */
  getLine(path: Path): number;
  /** A text as written, before `${NAME}` was replaced: safe to print. */
  toQuoteAt(path: Path): string;
}

export interface YamlFile {
  /** Known before anything else, because it decides the language of the problems. */
  locale: unknown;
  read(env: NodeJS.ProcessEnv, texts: Texts['config']): YamlTree;
}

export function parseYaml(source: string): YamlFile {
  const lineCounter = new LineCounter();
  // prettyErrors would quote the source, secrets included. Duplicates are found by readNodes, with their path.
  const document = parseDocument(source, { lineCounter, prettyErrors: false, uniqueKeys: false });
  const lineAt = (offset: number): number => lineCounter.linePos(offset).line || 1;

  const toSyntaxProblems = ({ notYaml, tagged }: Texts['config']): Problem[] => {
    const isKnown = (code: string): code is keyof typeof notYaml => Object.hasOwn(notYaml, code);
    const found = [
      ...document.errors.map(({ code, pos }) => ({ pos, text: notYaml[isKnown(code) ? code : 'other'] })),
      ...document.warnings.map(({ pos }) => ({ pos, text: tagged })),
    ].map(({ pos, text }) => ({ line: lineAt(pos[0]), key: '', text }));
    // The parser often tells one mistake twice.
    return found.filter(({ line }, at) => found.findIndex((other) => other.line === line) === at);
  };

  return {
    locale: isMap(document.contents) ? document.contents.get('locale') : undefined,
    read(env, texts) {
      const syntaxProblems = toSyntaxProblems(texts);
      // What follows a syntax error is guesswork: only the error is told.
      const nodes = readNodes({
        document,
        root: syntaxProblems.length > 0 ? null : document.contents,
        lineAt,
        env,
        texts,
      });
      return {
        value: nodes.value,
        problems: [...syntaxProblems, ...nodes.problems],
        getLine: (path) => {
          for (let length = path.length; length > 0; length--) {
            const line = nodes.lines.get(toLineKey(path.slice(0, length)));
            if (line !== undefined) return line;
          }
          return 1;
        },
        toQuoteAt: (path) => toQuote(nodes.written.get(toLineKey(path)) ?? ''),
      };
    },
  };
}

import type { Texts } from '../core/texts/catalogue.ts';
import { readVariable } from './variable.ts';

interface Expanded {
  text: string;
  problems: string[];
}

/** Replaces `${NAME}` by the environment's value; `$${` is a plain `${`. A problem names the variable, never its value. */
export function expandVariables(written: string, env: NodeJS.ProcessEnv, texts: Texts['config']): Expanded {
  const problems: string[] = [];
  const text = written.replaceAll(/\$\$\{|\$\{([A-Za-z_][A-Za-z0-9_]*)\}|\$\{/g, (match, variable?: string) => {
    if (match === '$${') return '${';
    if (variable === undefined) {
      problems.push(texts.badVariable);
      return match;
    }
    const found = readVariable(env, variable);
    if (found.found === 'value') return found.value;
    if (found.found === 'nothing') problems.push(texts.noVariable({ variable }));
    else problems.push(found.found === 'both' ? texts.variableTwice({ variable }) : texts.variableFile({ variable }));
    return match;
  });
  return { text, problems };
}

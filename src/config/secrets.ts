import type { Texts } from '../core/texts/catalogue.ts';
import { readVariable } from './variable.ts';

const FORMATS = {
  SLACK_BOT_TOKEN: { pattern: /^xoxb-\S+$/, wrong: 'botToken' },
  SLACK_APP_TOKEN: { pattern: /^xapp-\S+$/, wrong: 'appToken' },
  SLACK_SIGNING_SECRET: { pattern: /^\S+$/, wrong: 'signingSecret' },
  CLOUDFLARE_API_TOKEN: { pattern: /^\S+$/, wrong: 'cloudflareToken' },
} as const;

type SecretName = keyof typeof FORMATS;
export type Secrets = Partial<Record<SecretName, string>>;

/** Every secret from NAME or the file that NAME_FILE names. A problem never holds a value. */
export function readSecrets(
  env: NodeJS.ProcessEnv,
  texts: Texts['config'],
  { needsSlack = true }: { needsSlack?: boolean } = {},
): { secrets: Secrets; problems: string[] } {
  const secrets: Secrets = {};
  const problems = new Map<SecretName, string>();
  for (const name of Object.keys(FORMATS) as SecretName[]) {
    const { pattern, wrong } = FORMATS[name];
    const read = readVariable(env, name);
    if (read.found === 'both') problems.set(name, texts.variableTwice({ variable: name }));
    else if (read.found === 'bad-file') problems.set(name, texts.variableFile({ variable: name }));
    else if (read.found === 'value' && pattern.test(read.value)) secrets[name] = read.value;
    else if (read.found === 'value') problems.set(name, texts.environment[wrong]);
  }
  const isAbsent = (name: SecretName): boolean => secrets[name] === undefined && !problems.has(name);
  if (needsSlack && isAbsent('SLACK_BOT_TOKEN')) problems.set('SLACK_BOT_TOKEN', texts.environment.botTokenMissing);
  if (needsSlack && isAbsent('SLACK_APP_TOKEN') && isAbsent('SLACK_SIGNING_SECRET')) {
    problems.set('SLACK_APP_TOKEN', texts.environment.noSlackMode);
  }
  return { secrets, problems: [...problems].map(([name, problem]) => `${name}: ${problem}`) };
}

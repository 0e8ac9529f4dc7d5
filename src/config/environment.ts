import { z } from 'zod';
import { OpsError } from '../core/errors.ts';
import { createSecret, type Secret } from '../core/secret.ts';
import { catalogues, type Texts } from '../core/texts/catalogue.ts';
import { readSecrets, type Secrets } from './secrets.ts';
import { DEFAULT_STORE, readStoreAddress, type StoreAddress } from './store-address.ts';

type EnvironmentTexts = Texts['config']['environment'];
type Wrong = keyof EnvironmentTexts;

export type SlackMode = { mode: 'socket'; appToken: Secret } | { mode: 'http'; signingSecret: Secret };

export interface Environment extends PlainEnvironment {
  slack: SlackMode & SlackAccess;
}

/** What the terminal needs: with Slack away, its tokens may be away, too. */
export interface TerminalEnvironment extends PlainEnvironment {
  slack?: SlackAccess;
}

interface SlackAccess {
  botToken: Secret;
  /** Ends with a slash. */
  apiUrl: string;
}

interface PlainEnvironment {
  inventory: string;
  store: StoreAddress;
  http: { host: string; port: number };
  cloudflare: { apiToken?: Secret; baseUrl?: string };
  /** Of the SSH agent, for hosts without a key file. */
  sshAgentSocket?: string;
  /** A team's own folder of runbooks. */
  runbooks?: string;
  logLevel: (typeof LOG_LEVELS)[number];
  nodeEnv: 'production' | 'development' | 'test';
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

// zod carries the name of our text as its message.
const wrong = (name: Wrong): { error: Wrong } => ({ error: name });
const url = z
  .string()
  .regex(/^https?:\/\/\S+$/, wrong('url'))
  .refine(URL.canParse, wrong('url'));

const schema = z.object({
  WATCHKEEPER_INVENTORY: z.string().default('./inventory.yml'),
  WATCHKEEPER_STORE: z
    .string()
    .default(DEFAULT_STORE)
    .transform((text, context) => {
      const address = readStoreAddress(text);
      if (typeof address !== 'string') return address;
      context.addIssue({ code: 'custom', message: address satisfies Wrong });
      return z.NEVER;
    }),
  WATCHKEEPER_HOST: z
    .string()
    .regex(/^([A-Za-z0-9._-]+|[0-9A-Fa-f:.]+)$/, wrong('host'))
    .default('127.0.0.1'),
  // 0 lets the machine choose a free one.
  WATCHKEEPER_PORT: z
    .string()
    .regex(/^\d{1,5}$/, wrong('port'))
    .transform(Number)
    .refine((port) => port <= 65_535, wrong('port'))
    .default(8080),
  WATCHKEEPER_RUNBOOKS: z.string().optional(),
  SSH_AUTH_SOCK: z.string().optional(),
  SLACK_API_URL: url.default('https://slack.com/api/').transform((text) => (text.endsWith('/') ? text : `${text}/`)),
  CLOUDFLARE_BASE_URL: url.optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, wrong('logLevel')).default('info'),
  NODE_ENV: z.enum(['production', 'development', 'test'], wrong('nodeEnv')).default('development'),
});

/** The checked environment. Throws one `invalid_input` with a line for every problem, `NAME: what is wrong; what would be right`. */
export function readEnvironment(env: NodeJS.ProcessEnv, texts: Texts = catalogues.en): Environment {
  const { plain, secrets, fail } = read(env, texts, { needsSlack: true });
  const slack = toSlackMode(secrets);
  const access = toSlackAccess(plain.apiUrl, secrets);
  if (!slack || !access) return fail();
  const { apiUrl: _apiUrl, ...rest } = plain;
  return { ...rest, slack: { ...slack, ...access } };
}

/** The same without Slack's tokens, unless they are there. */
export function readTerminalEnvironment(env: NodeJS.ProcessEnv, texts: Texts = catalogues.en): TerminalEnvironment {
  const { plain, secrets } = read(env, texts, { needsSlack: false });
  const { apiUrl, ...rest } = plain;
  const slack = toSlackAccess(apiUrl, secrets);
  return { ...rest, ...(slack && { slack }) };
}

interface Read {
  plain: PlainEnvironment & { apiUrl: string };
  secrets: Secrets;
  fail(): never;
}

function read(env: NodeJS.ProcessEnv, texts: Texts, { needsSlack }: { needsSlack: boolean }): Read {
  // Compose files set what they do not know to nothing.
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  const { secrets, problems } = readSecrets(env, texts.config, { needsSlack });
  const lines = [
    ...(parsed.error?.issues ?? []).map(
      ({ path, message }) => `${path.join('.')}: ${texts.config.environment[message as Wrong]}`,
    ),
    ...problems,
  ];
  const fail = (): never => {
    throw new OpsError('invalid_input', [...new Set(lines)].join('\n'), { hint: texts.config.environmentHint });
  };
  if (lines.length > 0 || !parsed.success) return fail();
  const { CLOUDFLARE_API_TOKEN: apiToken } = secrets;
  const { data } = parsed;
  const plain = {
    inventory: data.WATCHKEEPER_INVENTORY,
    store: data.WATCHKEEPER_STORE,
    http: { host: data.WATCHKEEPER_HOST, port: data.WATCHKEEPER_PORT },
    apiUrl: data.SLACK_API_URL,
    cloudflare: {
      ...(apiToken !== undefined && { apiToken: createSecret(apiToken) }),
      ...(data.CLOUDFLARE_BASE_URL !== undefined && { baseUrl: data.CLOUDFLARE_BASE_URL }),
    },
    ...(data.SSH_AUTH_SOCK !== undefined && { sshAgentSocket: data.SSH_AUTH_SOCK }),
    ...(data.WATCHKEEPER_RUNBOOKS !== undefined && { runbooks: data.WATCHKEEPER_RUNBOOKS }),
    logLevel: data.LOG_LEVEL,
    nodeEnv: data.NODE_ENV,
  };
  return { plain, secrets, fail };
}

function toSlackAccess(apiUrl: string, { SLACK_BOT_TOKEN: token }: Secrets): SlackAccess | undefined {
  return token === undefined ? undefined : { botToken: createSecret(token), apiUrl };
}

/** An app token means Socket Mode, also when there is a signing secret. */
function toSlackMode({
  SLACK_APP_TOKEN: appToken,
  SLACK_SIGNING_SECRET: signingSecret,
}: Secrets): SlackMode | undefined {
  if (appToken !== undefined) return { mode: 'socket', appToken: createSecret(appToken) };
  return signingSecret === undefined ? undefined : { mode: 'http', signingSecret: createSecret(signingSecret) };
}

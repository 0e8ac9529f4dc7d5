import { z } from 'zod';
import { OpsError } from '../core/errors.ts';
import { isPointingTo, type NameReading } from '../core/same-target.ts';
import { defineStep, type StepContext } from '../core/step.ts';
import { findReading, listAddresses, listAuthoritative } from '../core/watch-name.ts';

const params = z.object({
  zone: z.string(),
  record: z.string(),
  primaryTarget: z.string(),
  standbyTarget: z.string(),
  authoritative: z.union([z.literal('auto'), z.array(z.string()).readonly()]),
  resolvers: z.array(z.string()).readonly(),
});
type Params = z.infer<typeof params>;

type Meaning = 'primary' | 'standby' | 'neither' | 'silent';

interface Row {
  server: string;
  meaning: Meaning;
  reading?: NameReading;
}

/** Where the name points at every DNS server that matters, with TTLs, and which site each answer means. */
export const showDns = defineStep({
  type: 'dns.show',
  risk: 'read',
  params,
  timeoutMs: 20_000,
  title: (_, { steps }) => steps.dnsShowTitle,
  describe: ({ record, resolvers }, { steps }) => steps.dnsShowDescribe({ record, resolvers: resolvers.length }),
  async apply(asked, context) {
    const { steps } = context.texts;
    const servers = await listAuthoritative(asked, context);
    const [authoritative, resolvers] = await Promise.all([
      Promise.all(servers.map((server) => ask(server, asked, context))),
      Promise.all(asked.resolvers.map((server) => ask(server, asked, context))),
    ]);
    const rows = [...authoritative, ...resolvers];
    if (rows.every(({ meaning }) => meaning === 'silent')) {
      const names = rows.map(({ server }) => server);
      throw new OpsError('unreachable', steps.verifyNobodyAnswers({ servers: names }), {
        hint: steps.verifyNobodyAnswersHint,
      });
    }
    const at = (meaning: Meaning): string[] =>
      rows.filter((row) => row.meaning === meaning).map(({ server }) => server);
    return {
      summary: [
        ...(authoritative.length === 0 ? [] : [group('authoritative', authoritative, context)]),
        ...(resolvers.length === 0 ? [] : [group('resolvers', resolvers, context)]),
      ].join('; '),
      warnings: [
        ...(servers.length === 0 ? [steps.dnsShowNoAuthoritative({ zone: asked.zone })] : []),
        ...(at('silent').length === 0 ? [] : [steps.verifySilentWarning({ servers: at('silent') })]),
        ...(at('neither').length === 0 ? [] : [steps.dnsShowForeign({ servers: at('neither') })]),
      ],
      outputs: [
        { title: steps.dnsShowAuthoritative, text: toTable(authoritative, context) },
        { title: steps.dnsShowResolvers, text: toTable(resolvers, context) },
      ].filter(({ text }) => text !== ''),
    };
  },
});

async function ask(server: string, asked: Params, context: StepContext): Promise<Row> {
  const { record, primaryTarget, standbyTarget, resolvers } = asked;
  const reading = await findReading(server, record, context);
  if (!reading) return { server, meaning: 'silent' };
  const isTarget = async (target: string): Promise<boolean> => {
    const addresses = reading.cname === undefined ? await listAddresses(target, [server, ...resolvers], context) : [];
    return isPointingTo(reading, target, addresses);
  };
  if (await isTarget(primaryTarget)) return { server, meaning: 'primary', reading };
  return { server, meaning: (await isTarget(standbyTarget)) ? 'standby' : 'neither', reading };
}

function group(label: 'authoritative' | 'resolvers', rows: readonly Row[], { texts: { steps } }: StepContext): string {
  const meanings: readonly Meaning[] = ['primary', 'standby', 'neither', 'silent'];
  const parts = meanings.flatMap((meaning) => {
    const number = rows.filter((row) => row.meaning === meaning).length;
    return number === 0 ? [] : [steps.dnsShowCount({ count: number, meaning: steps.dnsShowMeaning[meaning] })];
  });
  return steps.dnsShowGroup({ label, parts });
}

function toTable(rows: readonly Row[], { texts: { steps } }: StepContext): string {
  return rows
    .map(({ server, reading, meaning }) =>
      reading
        ? steps.dnsShowLine({
            server,
            text: reading.text,
            ttlSeconds: reading.ttlSeconds,
            meaning: steps.dnsShowMeaning[meaning],
          })
        : steps.dnsShowSilent({ server }),
    )
    .join('\n');
}

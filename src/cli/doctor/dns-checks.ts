import { OpsError } from '../../core/errors.ts';
import type { ServiceConfig } from '../../core/inventory.ts';
import type { Asking } from './asking.ts';
import { fail, ok, type Check, type Finding } from './finding.ts';

const TIMEOUT_MS = 3_000;

/** Each service's resolvers and authoritative servers answer for its name. */
export function listDnsChecks({ inventory, ports, texts }: Asking): Check[] {
  const { resolver } = ports;
  const { doctor } = texts;

  async function ask(
    check: string,
    server: string,
    { dns }: ServiceConfig,
    needsAuthority: boolean,
    signal: AbortSignal,
  ): Promise<Finding> {
    const fix = needsAuthority ? doctor.authoritativeFix : doctor.resolverFix;
    try {
      const answer = await resolver.query(server, dns.record, { timeoutMs: TIMEOUT_MS, signal });
      const { rcode, isAuthoritative, durationMs } = answer;
      if (rcode !== 'NOERROR') return fail(check, doctor.answered({ server, rcode }), fix);
      if (!needsAuthority) return ok(check, doctor.resolver({ server, ms: Math.round(durationMs) }));
      return isAuthoritative
        ? ok(check, doctor.authoritative({ server }))
        : fail(check, doctor.notAuthoritative({ server }), fix);
    } catch (thrown) {
      if (!(thrown instanceof OpsError)) throw thrown;
      return fail(check, thrown.message, fix);
    }
  }

  return Object.values(inventory.services).flatMap((service): Check[] => {
    const { authoritative, resolvers, zone } = service.dns;
    const name = `dns.${service.name}`;
    return [
      {
        name: `${name}.resolvers`,
        run: (signal) =>
          Promise.all(resolvers.map((server) => ask(`${name}.resolvers`, server, service, false, signal))),
      },
      {
        name: `${name}.authoritative`,
        async run(signal) {
          const options = { timeoutMs: TIMEOUT_MS, signal };
          const servers =
            authoritative === 'auto' ? await resolver.authoritativeServers(zone, resolvers, options) : authoritative;
          return Promise.all(servers.map((server) => ask(`${name}.authoritative`, server, service, true, signal)));
        },
      },
    ];
  });
}

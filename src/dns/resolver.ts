import type { Clock } from '../core/clock.ts';
import { OpsError } from '../core/errors.ts';
import type { DnsAnswer, QueryOptions, Resolver } from '../core/ports/resolver.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { askTcp } from './ask-tcp.ts';
import { askUdp } from './ask-udp.ts';
import { createQuery, toAnswer } from './dns-message.ts';
import type { QueryType } from './dns-message.ts';
import { findServerAddress } from './server-address.ts';
import { startTimer } from '../core/start-timer.ts';

interface Deps {
  texts: Texts;
  clock: Clock;
}

const LATE = Symbol('late');

/** DNS over UDP and TCP, to servers by address. Additional error: `invalid_input` for a server that is no address. */
export function createResolver({ texts, clock }: Deps): Resolver {
  const { resolver } = texts.adapters;

  async function ask(server: string, name: string, type: QueryType, options: QueryOptions): Promise<DnsAnswer> {
    const { timeoutMs, signal } = options;
    signal?.throwIfAborted();
    const address = findServerAddress(server);
    if (!address) throw new OpsError('invalid_input', resolver.badServer({ server }), { hint: resolver.badServerHint });
    const startedAt = clock.now().getTime();
    const time = new AbortController();
    const stopTimer = startTimer(clock, timeoutMs, () => time.abort(LATE));
    const either = signal ? AbortSignal.any([signal, time.signal]) : time.signal;
    const query = createQuery(name, type);
    try {
      const resendMs = Math.min(1000, timeoutMs / 2);
      let message = await askUdp(address, query, { clock, resendMs, signal: either });
      if (message.flag_tc) message = await askTcp(address, query, either);
      return toAnswer(message, query, server, clock.now().getTime() - startedAt);
    } catch (error) {
      signal?.throwIfAborted();
      throw toUnreachable(error, { server, name, timeoutMs });
    } finally {
      stopTimer();
    }
  }

  function toUnreachable(error: unknown, at: { server: string; name: string; timeoutMs: number }): OpsError {
    const { server, name, timeoutMs } = at;
    const { reasons } = resolver;
    const isRefused = error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
    let reason = reasons.other({ detail: error instanceof Error ? error.message : '' });
    if (error === LATE) reason = reasons.noAnswer({ seconds: timeoutMs / 1000 });
    if (isRefused) reason = reasons.refused;
    return new OpsError('unreachable', resolver.unreachable({ server, name, reason }), {
      cause: error === LATE ? undefined : error,
      hint: resolver.unreachableHint,
      details: { server },
    });
  }

  async function findByOne(zone: string, via: string, options: QueryOptions): Promise<string[]> {
    const { records } = await ask(via, zone, 'NS', options);
    const names = records.filter(({ type }) => type === 'NS').map(({ content }) => content);
    const answers = await Promise.allSettled(names.map(async (name) => await ask(via, name, 'A', options)));
    options.signal?.throwIfAborted();
    const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value.records : []));
    const found = new Set(addresses.filter(({ type }) => type === 'A').map(({ content }) => content));
    if (found.size === 0) throw new Error(`${via} names none`);
    return [...found];
  }

  return {
    query: async (server, name, options) => await ask(server, name, 'A', options),
    async authoritativeServers(zone, via, options) {
      options.signal?.throwIfAborted();
      try {
        return await Promise.any(via.map(async (server) => await findByOne(zone, server, options)));
      } catch (cause) {
        options.signal?.throwIfAborted();
        const hint = resolver.noAuthoritativeHint;
        throw new OpsError('unreachable', resolver.noAuthoritative({ zone }), { cause, hint, details: { zone } });
      }
    },
  };
}

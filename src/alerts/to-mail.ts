import { isOpen, type AlertGroup } from '../core/alert.ts';
import type { AlertStore } from '../core/alert-store.ts';
import type { Clock } from '../core/clock.ts';
import type { AlertMail } from '../core/ports/mailer.ts';
import type { MailBody } from './calls.ts';
import { toMessage } from './group-messages.ts';

interface Deps {
  store: { alerts: Pick<AlertStore, 'listMembers'> };
  findLink(key: string): Promise<string | undefined>;
  clock: Clock;
}

const LINK_MS = 3_000;
const MEMBERS = 8;

/** A wanted mail with what is known of its group now. The id is that of the step: sent again, it is the same mail. */
export function createToMail({ store, findLink, clock }: Deps) {
  /** Slack may be what is down. */
  async function findLinkSoon(key: string): Promise<string | undefined> {
    const found = new AbortController();
    const late = clock.sleep(LINK_MS, found.signal).then(() => undefined);
    try {
      return await Promise.race([findLink(key).catch(() => undefined), late]);
    } finally {
      found.abort();
    }
  }

  return async function toMail(group: AlertGroup, body: MailBody): Promise<AlertMail> {
    const { stage, since, to, recipients, news } = body;
    const members = await store.alerts.listMembers(group.id, MEMBERS);
    const open = members.filter(({ state }) => isOpen(state));
    const [first] = members;
    const summary = first?.summary ?? first?.description;
    const link = await findLinkSoon(toMessage(group).key);
    return {
      id: `${group.id}.${stage}`,
      thread: group.id,
      to,
      recipients,
      news,
      subject: group.subject ?? group.title,
      severity: group.worst,
      title: group.title,
      ...(group.service !== undefined && { service: group.service }),
      source: group.source,
      since: Math.min(since, ...open.map(({ startsAt }) => startsAt)),
      ...(summary !== undefined && { summary }),
      ...(link !== undefined && { link }),
    };
  };
}

import { useContext } from 'preact/hooks';
import type { ShownWorld } from '../../page-server/shapes.ts';
import { SessionContext } from '../shell/session.ts';
import { AlertList } from './alert-list.tsx';
import { AuditTrail } from './audit-trail.tsx';
import { BotCard } from './bot-card.tsx';
import { DnsRows } from './dns-rows.tsx';
import { SiteCard } from './site-card.tsx';
import { SlackContract } from './slack-contract.tsx';
import { worldTexts } from './texts.ts';
import { TroublePanel } from './trouble-panel.tsx';
import { UsersReach } from './users-reach.tsx';
import { WorldContext, type Act } from './world-context.ts';

/** The infrastructure beside Slack, as it is and not as the bot believes it to be, and what can go wrong with it. */
export function World({ world, act }: { world: ShownWorld; act: Act }) {
  const locale = useContext(SessionContext)?.snapshot.workspace.locale ?? 'en';
  const texts = worldTexts[locale];
  const reached = world.users.recent.at(-1)?.site;
  const ofBot = world.troubles.filter(({ group }) => group === 'bot');
  return (
    <WorldContext.Provider value={{ locale, texts, act, now: new Date(world.now) }}>
      <aside class="world" aria-label={texts.world}>
        <div class="world-parts">
          <UsersReach users={world.users} />
          <section class="world-part world-cards" data-part="sites" aria-label={texts.siteTitle}>
            {world.sites.map((site) => (
              <SiteCard key={site.name} site={site} hasUsers={site.name === reached} />
            ))}
          </section>
          <DnsRows dns={world.dns} sites={world.sites} />
          <AlertList alerts={world.monitors} isWatched={world.isWatched} />
          <TroublePanel troubles={world.troubles} />
          <BotCard bot={world.bot} troubles={ofBot} />
          <AuditTrail audit={world.audit} />
          <SlackContract slackApi={world.slackApi} />
        </div>
      </aside>
    </WorldContext.Provider>
  );
}

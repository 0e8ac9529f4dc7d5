import type { ShownSite } from '../../page-server/shapes.ts';
import { Mark, type Mood } from './mark.tsx';
import { SiteName } from './site-name.tsx';
import { toAge } from './to-age.ts';
import { useWorld } from './world-context.ts';

type Container = ShownSite['containers'][number];

/** A site as somebody would find it who asks from outside. */
export function SiteCard({ site, hasUsers }: { site: ShownSite; hasUsers: boolean }) {
  const { texts, now } = useWorld();
  const { name, hostname, target, web, ssh, containers, lastSync } = site;
  const copy = lastSync === null ? texts.noCopy : texts.copied(toAge(lastSync, now, texts));
  return (
    <article
      class={`world-card is-${name}${hasUsers ? ' has-users' : ''}`}
      aria-label={`${texts.sites[name]}, ${hostname}`}
    >
      <header class="world-card-head">
        <h3 title={hostname}>
          <SiteName site={name} />
        </h3>
        {hasUsers && <strong>{texts.usersHere}</strong>}
      </header>
      <p class="world-soft world-code">{target}</p>
      <dl class="world-facts">
        <Row term={texts.web}>
          <Mark mood={moodOf(web)}>{texts.state[web]}</Mark>
        </Row>
        <Row term={texts.ssh}>
          <Mark mood={moodOf(ssh)}>{texts.state[ssh]}</Mark>
        </Row>
        {containers.map((container) => (
          <Row key={container.name} term={toShortName(container.name)} title={container.name}>
            <Mark mood={moodOfContainer(container)}>{stateOf(container)}</Mark>
          </Row>
        ))}
        <Row term={texts.data}>{name === 'primary' ? texts.original : copy}</Row>
      </dl>
    </article>
  );
}

function Row({ term, title, children }: { term: string; title?: string; children: preact.ComponentChildren }) {
  return (
    <div>
      <dt title={title}>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const moodOf = (state: ShownSite['web']): Mood => (state === 'answers' ? 'good' : 'bad');

/** The scene's containers differ in their last word: `used-market-db`. */
const toShortName = (name: string): string => name.split('-').at(-1) ?? name;

/** Docker's own words. */
function stateOf({ state, health }: Container): string {
  return state === 'running' && health !== null ? health : state;
}

function moodOfContainer({ state, health }: Container): Mood {
  if (state === 'running') return health === 'unhealthy' ? 'bad' : health === 'starting' ? 'busy' : 'good';
  return state === 'restarting' || state === 'created' ? 'busy' : 'bad';
}

import type { ShownSite } from '../../page-server/shapes.ts';
import { useWorld } from './world-context.ts';

/** A site's name behind its sign: the primary's is a full square, the standby's an open diamond. */
export function SiteName({ site }: { site: ShownSite['name'] }) {
  const { texts } = useWorld();
  return (
    <span class={`world-site is-${site}`}>
      <SiteSign site={site} />
      {texts.sites[site]}
    </span>
  );
}

function SiteSign({ site }: { site: ShownSite['name'] }) {
  return (
    <svg class="world-sign" viewBox="0 0 12 12" aria-hidden="true">
      {site === 'primary' ? (
        <rect x="1.5" y="1.5" width="9" height="9" rx="1.5" />
      ) : (
        <path d="M6 1.2 10.8 6 6 10.8 1.2 6Z" />
      )}
    </svg>
  );
}

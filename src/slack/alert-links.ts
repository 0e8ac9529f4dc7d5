import type { Alert } from '../core/alert.ts';
import type { Texts } from '../core/texts/catalogue.ts';

/** One section holds 3,000 characters; a link that is cut leads nowhere. */
const LINKS_MAX = 2_900;

/** Links of ours to what a sender named: their addresses were checked when they came in. */
export function alertLinks(alert: Alert | undefined, { alerts: words }: Texts): string {
  const { source, dashboard, runbook, image } = alert?.links ?? {};
  const links: [string | undefined, string][] = [
    [source, words.linkSource],
    [dashboard, words.linkDashboard],
    [runbook, words.linkRunbook],
    [image, words.linkImage],
  ];
  const written = links.flatMap(([url, label]) =>
    url === undefined ? [] : [`<${url.replaceAll('&', '&amp;')}|${label}>`],
  );
  let shown = '';
  for (const link of written) {
    const longer = shown === '' ? link : `${shown} · ${link}`;
    if (longer.length <= LINKS_MAX) shown = longer;
  }
  return shown;
}

import { defineAlertSource } from '../alert-source.ts';
import { findLink } from '../find-link.ts';
import { findTime } from '../find-time.ts';
import { toForeign } from '../foreign.ts';
import { toReading } from '../to-reading.ts';

/** A build's last word; old versions of the plugin called it FINISHED. COMPLETED comes too, and says the same. */
const LAST = new Set(['FINALIZED', 'FINISHED']);
const SEVERITY = { FAILURE: 'error', UNSTABLE: 'warning', ABORTED: 'info', NOT_BUILT: 'info' } as const;

/** Jenkins' notification plugin. Set-up: docs/alerts/jenkins.md */
export const jenkins = defineAlertSource({
  type: 'jenkins',
  read({ json, now }) {
    const body = toForeign(json);
    const build = body.get('build');
    const phase = build.get('phase').text()?.toUpperCase();
    const name = body.get('name').text();
    if (phase === undefined || name === undefined) return undefined;
    if (!LAST.has(phase)) return { notAnAlert: `a build that is ${phase.toLowerCase().slice(0, 50)}` };
    const status = build.get('status').text()?.toUpperCase() ?? 'FAILURE';
    const branch = build.get('scm', 'branch').text();
    const number = build.get('number').text();
    const isGood = status === 'SUCCESS';
    const reading = toReading({
      key: `${name}/${branch ?? ''}`,
      status: isGood ? 'resolved' : 'firing',
      title: body.get('display_name').text() ?? name,
      severity: isGood ? 'none' : (SEVERITY[status as keyof typeof SEVERITY] ?? 'error'),
      severityRaw: status,
      summary: [number === undefined ? undefined : `#${number}`, status, branch].filter(Boolean).join(' '),
      description: build.get('log').text()?.slice(-1_000),
      labels: { job: name, branch, number, commit: build.get('scm', 'commit').text() },
      saidAt: findTime(build.get('timestamp').value, now),
      links: { source: findLink(build.get('full_url').text()) },
    });
    return { readings: [reading] };
  },
});

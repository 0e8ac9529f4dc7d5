import { defineAlertSource } from '../alert-source.ts';
import { findLink } from '../find-link.ts';
import { findTime } from '../find-time.ts';
import { toForeign } from '../foreign.ts';
import { toReading } from '../to-reading.ts';

/** SonarQube: a quality gate that is not passed, or an analysis that failed. Set-up: docs/alerts/sonarqube.md */
export const sonarqube = defineAlertSource({
  type: 'sonarqube',
  signature: { header: 'x-sonar-webhook-hmac-sha256' },
  read({ json, now }) {
    const body = toForeign(json);
    const project = body.get('project');
    const id = project.get('key').text();
    const status = body.get('status').text();
    if (id === undefined || status === undefined) return undefined;
    const gate = body.get('qualityGate');
    const gateStatus = gate.get('status').text();
    const branch = body.get('branch', 'name').text();
    const isGood = status === 'SUCCESS' && gateStatus !== 'ERROR';
    const missed = gate
      .get('conditions')
      .items()
      .filter((condition) => condition.get('status').text() === 'ERROR')
      .map((condition) => {
        const [metric, value, limit] = ['metric', 'value', 'errorThreshold'].map((name) => condition.get(name).text());
        return `${metric ?? ''} ${value ?? ''} (limit ${limit ?? ''})`;
      });
    const reading = toReading({
      key: `${id}/${branch ?? ''}`,
      status: isGood ? 'resolved' : 'firing',
      title: project.get('name').text() ?? id,
      severity: isGood ? 'none' : 'error',
      severityRaw: gateStatus ?? status,
      summary: status === 'SUCCESS' ? missed.join(', ') || gate.get('name').text() : status,
      labels: { project: id, branch, gate: gate.get('name').text() },
      saidAt: findTime(body.get('changedAt').value ?? body.get('analysedAt').value, now),
      links: { source: findLink(body.get('branch', 'url').text() ?? project.get('url').text()) },
    });
    return { readings: [reading] };
  },
});

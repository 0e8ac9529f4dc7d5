import type { Texts } from '../../core/texts/catalogue.ts';
import { defineAlertSource, type Said } from '../alert-source.ts';
import { findLink } from '../find-link.ts';
import { findTime } from '../find-time.ts';
import { toForeign, type Foreign } from '../foreign.ts';
import { toReading } from '../to-reading.ts';

const BAD = new Set(['failure', 'timed_out', 'startup_failure', 'error']);
const GOOD = new Set(['success']);
const WORK = ['workflow_run', 'workflow_job', 'check_run', 'check_suite'];
const OVER = new Set(['fixed', 'dismissed', 'auto_dismissed', 'resolved', 'closed']);

interface Event {
  body: Foreign;
  repository: string;
  now: number;
  texts: Texts;
}

/** GitHub: work that failed, deployments that failed, security alerts. Everything else is no alert. Set-up: docs/alerts/github.md */
export const github = defineAlertSource({
  type: 'github',
  signature: { header: 'x-hub-signature-256', prefix: 'sha256=' },
  deliveryHeader: 'x-github-delivery',
  read({ json, header, now, texts }) {
    const body = toForeign(json);
    if (!body.isObject()) return undefined;
    const repository = body.get('repository', 'full_name').text() ?? '';
    const event = { body, repository, now, texts };
    const work = WORK.find((name) => body.get(name).isObject());
    if (work !== undefined) return readWork(body.get(work), work, event);
    if (body.get('deployment_status').isObject()) return readDeployment(event);
    if (body.get('alert').isObject()) return readSecurityAlert(event, header('x-github-event'));
    const name = header('x-github-event') ?? (body.get('zen').text() === undefined ? undefined : 'ping');
    return { notAnAlert: `a ${name?.slice(0, 50) ?? 'kind of event that is no alert'}` };
  },
});

function readWork(work: Foreign, kind: string, { body, repository, now }: Event): Said {
  const conclusion = work.get('conclusion').text() ?? '';
  if (!BAD.has(conclusion) && !GOOD.has(conclusion)) {
    return { notAnAlert: `a ${kind} that is ${work.get('status').text()?.slice(0, 50) ?? 'not over'}` };
  }
  const branch = work.get('head_branch').text() ?? work.get('check_suite', 'head_branch').text();
  const name = body.get('workflow', 'name').text() ?? work.get('workflow_name').text() ?? work.get('name').text();
  const id =
    work.get('workflow_id').text() ?? `${work.get('workflow_name').text() ?? ''}/${work.get('name').text() ?? ''}`;
  const reading = toReading({
    key: `${repository}/${kind}/${id}/${branch ?? ''}`,
    status: GOOD.has(conclusion) ? 'resolved' : 'firing',
    title: `${name ?? kind} (${repository})`,
    severity: 'error',
    severityRaw: conclusion,
    summary: [work.get('display_title').text(), branch].filter(Boolean).join(' · '),
    labels: { repository, branch, commit: work.get('head_sha').text() },
    saidAt: findTime(work.get('updated_at').value ?? work.get('completed_at').value, now),
    links: { source: findLink(work.get('html_url').text()) },
  });
  return { readings: [reading] };
}

function readDeployment({ body, repository, now, texts }: Event): Said {
  const status = body.get('deployment_status');
  const state = status.get('state').text() ?? '';
  if (!BAD.has(state) && !GOOD.has(state)) return { notAnAlert: `a deployment that is ${state.slice(0, 50)}` };
  const environment = status.get('environment').text() ?? body.get('deployment', 'environment').text() ?? '';
  const reading = toReading({
    key: `${repository}/deployment/${environment}`,
    status: GOOD.has(state) ? 'resolved' : 'firing',
    title: texts.alerts.deployment({ environment, repository }),
    severity: 'error',
    severityRaw: state,
    summary: status.get('description').text(),
    labels: { repository, env: environment, ref: body.get('deployment', 'ref').text() },
    saidAt: findTime(status.get('created_at').value, now),
    links: { source: findLink(status.get('log_url').text() ?? status.get('target_url').text()) },
  });
  return { readings: [reading] };
}

function readSecurityAlert({ body, repository, now }: Event, kind = 'alert'): Said {
  const alert = body.get('alert');
  const advisory = alert.get('security_advisory');
  const rule = alert.get('rule');
  const action = body.get('action').text() ?? '';
  const severityRaw =
    advisory.get('severity').text() ?? rule.get('security_severity_level').text() ?? rule.get('severity').text();
  const name =
    advisory.get('summary').text() ?? rule.get('description').text() ?? alert.get('secret_type_display_name').text();
  const number = alert.get('number').text() ?? '';
  const reading = toReading({
    key: `${repository}/${kind}/${number}`,
    status: OVER.has(alert.get('state').text() ?? '') || OVER.has(action) ? 'resolved' : 'firing',
    title: name ?? `${kind} ${number}`,
    severityRaw: severityRaw ?? (alert.get('secret_type').text() === undefined ? undefined : 'critical'),
    summary: [alert.get('dependency', 'package', 'name').text(), advisory.get('cve_id').text()]
      .filter(Boolean)
      .join(' · '),
    description: advisory.get('description').text(),
    labels: { repository, number },
    saidAt: findTime(alert.get('updated_at').value, now),
    links: { source: findLink(alert.get('html_url').text()) },
  });
  return { readings: [reading] };
}

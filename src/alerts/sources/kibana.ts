import type { AlertReading } from '../../core/alert.ts';
import { defineAlertSource } from '../alert-source.ts';
import { findLink } from '../find-link.ts';
import { findTime } from '../find-time.ts';
import { cut, toForeign, type Foreign } from '../foreign.ts';
import { toReading } from '../to-reading.ts';

/**
 * Kibana's webhook connector. The body is what the rule's author typed: our template, a summary of alerts, or what others
 * wrote; without a rule it is unreadable. Recovery comes only from an action of its own. Set-up: docs/alerts/kibana.md
 */
export const kibana = defineAlertSource({
  type: 'kibana',
  read({ json, now }) {
    const body = unwrap(toForeign(json));
    const summary = ['new', 'ongoing', 'recovered'].flatMap((kind) => body.get('alerts', kind, 'data').items());
    if (summary.length > 0) return { readings: summary.map((document) => readDocument(document, body, now)) };
    if (body.get('rule', 'name').text() === undefined && body.get('rule', 'id').text() === undefined) return undefined;
    return { readings: [readAlert(body, now)] };
  },
});

function readAlert(body: Foreign, now: number): AlertReading {
  const [rule, alert, context] = [body.get('rule'), body.get('alert'), body.get('context')];
  const hit = context.get('hits', 0, '_source');
  const isRecovered = alert.get('actionGroup').text() === 'recovered';
  const tags = readTags(rule.get('tags'));
  const service =
    tags['service'] ?? tags['service.name'] ?? context.get('serviceName').text() ?? hit.get('service', 'name').text();
  const value = context.get('triggerValue').text() ?? context.get('value').text();
  const severityRaw = body.get('severity').text() ?? tags['severity'];
  const ruleId = rule.get('id').text() ?? rule.get('name').text() ?? '';
  return toReading({
    key: `${ruleId}/${alert.get('id').text() ?? ''}`,
    status: isRecovered ? 'resolved' : 'firing',
    severityRaw,
    title: rule.get('name').text() ?? ruleId,
    summary: context.get('reason').text() ?? context.get('message').text() ?? context.get('title').text(),
    description: hit.get('message').text(),
    labels: {
      ...context.get('labels').texts(),
      ...tags,
      rule: rule.get('name').text(),
      alert: alert.get('id').text(),
      action_group: alert.get('actionGroup').text(),
      env: context.get('environment').text(),
      service,
      host: context.get('host', 'name').text() ?? hit.get('host', 'name').text(),
    },
    values: { value, threshold: context.get('threshold').text() },
    saidAt: findTime(body.get('date').value, now),
    links: {
      source: findLink(rule.get('url').text()),
      dashboard: findLink(
        context.get('alertDetailsUrl').text() ?? context.get('viewInAppUrl').text() ?? context.get('link').text(),
        findLink(body.get('kibanaBaseUrl').text()),
      ),
    },
  });
}

/** One alert of a summary, named as Kibana names its fields. */
function readDocument(document: Foreign, body: Foreign, now: number): AlertReading {
  const field = (name: string): string | undefined => document.get(`kibana.alert.${name}`).text();
  const tags = readTags(document.get('kibana.alert.rule.tags'));
  const name = field('rule.name') ?? body.get('rule', 'name').text() ?? '';
  const severityRaw = field('severity') ?? tags['severity'];
  return toReading({
    key: `${field('rule.uuid') ?? name}/${field('instance.id') ?? field('uuid') ?? ''}`,
    status: field('status') === 'recovered' ? 'resolved' : 'firing',
    severityRaw,
    title: name,
    summary: field('reason'),
    labels: {
      ...tags,
      rule: name,
      alert: field('instance.id'),
      service: tags['service'] ?? tags['service.name'] ?? document.get('service.name').text(),
      host: document.get('host.name').text(),
    },
    startsAt: findTime(field('start'), now),
    endsAt: findTime(field('end'), now),
    saidAt: findTime(document.get('@timestamp').value, now),
    links: { source: findLink(body.get('rule', 'url').text()), dashboard: findLink(field('url')) },
    group: body.get('rule', 'id').text(),
  });
}

/** `service.name:opbeans-java` says more than a tag does. */
function readTags(tags: Foreign): Record<string, string> {
  const pairs = tags.items().flatMap((tag) => {
    const match = /^([\w.-]{1,60})[:=](.+)$/.exec(tag.text() ?? '');
    return match ? [[match[1] ?? '', cut(match[2] ?? '', 200)] as const] : [];
  });
  return Object.fromEntries(pairs);
}

/** A template known from Keep wraps each part as JSON in a text. */
function unwrap(body: Foreign): Foreign {
  const wrapped = body.get('webhook_body');
  if (!wrapped.isObject()) return body;
  const part = (name: string): unknown => parse(wrapped.get(name).text());
  return toForeign({ rule: part('rule_info'), alert: part('alert_info'), context: part('context_info') });
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return undefined;
  }
}

import type { AlertStatus } from '../../core/alert.ts';
import { defineAlertSource } from '../alert-source.ts';
import { findTime } from '../find-time.ts';
import { toForeign } from '../foreign.ts';
import { toMaskedKey } from '../mask.ts';
import { toReading } from '../to-reading.ts';

const STALE_AFTER_MS = 3_600_000;
const STATES: Readonly<Record<string, AlertStatus>> = { ALARM: 'firing', OK: 'resolved' };

/** CloudWatch's alarms through Amazon SNS, which signs what it sends. Set-up: docs/alerts/sns.md */
export const sns = defineAlertSource({
  type: 'sns',
  isSignedBySns: true,
  deliveryHeader: 'x-amz-sns-message-id',
  read({ json, now }) {
    const envelope = toForeign(json);
    const type = envelope.get('Type').text();
    if (type === 'SubscriptionConfirmation' || type === 'UnsubscribeConfirmation') return { notAnAlert: `a ${type}` };
    // With raw delivery there is no envelope.
    const message = type === undefined ? undefined : envelope.get('Message').text();
    const alarm = toForeign(message === undefined ? json : parse(message));
    const saidAt = findTime(alarm.get('StateChangeTime').value ?? envelope.get('Timestamp').value, now);
    const name = alarm.get('AlarmName').text();
    if (name === undefined) {
      if (message === undefined) return undefined;
      const title = envelope.get('Subject').text() ?? message;
      const key = `notice/${toMaskedKey(`${envelope.get('TopicArn').text() ?? ''} ${title}`)}`;
      return {
        readings: [
          toReading({ key, status: 'firing', title, description: message, saidAt, staleAfterMs: STALE_AFTER_MS }),
        ],
      };
    }
    const state = alarm.get('NewStateValue').text() ?? '';
    const region = alarm.get('Region').text();
    const account = alarm.get('AWSAccountId').text();
    const dimensions = alarm.get('Trigger', 'Dimensions').items();
    const reading = toReading({
      key: `${account ?? ''}/${region ?? ''}/${name}`,
      // Without data nobody knows that it is well.
      status: STATES[state] ?? 'firing',
      title: name,
      severity: state === 'INSUFFICIENT_DATA' ? 'warning' : 'error',
      severityRaw: state,
      summary: alarm.get('AlarmDescription').text() ?? alarm.get('NewStateReason').text(),
      description: alarm.get('NewStateReason').text(),
      labels: {
        region,
        account,
        metric: alarm.get('Trigger', 'MetricName').text(),
        ...Object.fromEntries(dimensions.map((each) => [each.get('name').text() ?? '', each.get('value').text()])),
      },
      saidAt,
    });
    return { readings: [reading] };
  },
});

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { z } from 'zod';
import * as fields from './fields.ts';
import { listOf, namedBy, oneOf, section } from './fields.ts';
import { serviceSchema } from './service-schema.ts';

const host = section({
  address: fields.address,
  port: fields.port.default(22),
  user: fields.text,
  privateKey: fields.text.optional().describe('Path of the key file. Without: the agent at SSH_AUTH_SOCK.'),
  hostKey: fields.hostKey.describe('Printed by: npx watchkeeper hostkey <address>'),
  hostname: fields.text.optional().describe('What the host calls itself; checked before anything is done there.'),
  jump: fields.plainName.nullable().optional().describe('Name of another host to go through.'),
  minMemoryMb: fields.megabytes.default(64),
  minDiskMb: fields.megabytes.default(512),
});

const stepUp = oneOf(['totp'], 'stepUp')
  .optional()
  .describe('Asks for a code of the authenticator app as well: npx watchkeeper totp enrol <person>');

const policy = (approvals: number) =>
  section({
    approvals: fields.approvals
      .default(approvals)
      .describe(
        'How many distinct people of approvers must approve, or a list { from, approvals } of which all is needed and one person counts for one. Who asks never counts.',
      ),
    approvers: listOf(fields.personOrGroupId).default([]).describe('Who may approve, where approvals is a number.'),
    expires: fields.duration.default('15m'),
    widen: listOf(fields.personOrGroupId)
      .optional()
      .describe('Called when two thirds of the time are over. Default: the usergroups that may approve.'),
    stepUp,
  }).prefault({});

const policies = section({
  destructive: policy(1),
  write: policy(0),
  breakGlass: section({
    allowed: listOf(fields.personOrGroupId).default([]).describe('Who may go on without the approvals.'),
    stepUp,
  }).prefault({}),
  operators: listOf(fields.personOrGroupId).optional().describe('Who may start runs. Default: everybody in people.'),
  commands: section({ count: fields.count.default(10), within: fields.duration.default('30s') })
    .prefault({})
    .describe('How many commands one person may type in how long.'),
});

const ALERT_TYPES = [
  ...(['alertmanager', 'grafana', 'grafana-legacy', 'kibana', 'watcher', 'elastalert', 'loki', 'uptime-kuma'] as const),
  ...(['healthchecks', 'jenkins', 'sonarqube', 'github', 'sns', 'fail2ban', 'slack', 'generic'] as const),
] as const;

const alertSource = section({
  type: oneOf(ALERT_TYPES, 'alertType'),
  token: fields.text.optional().describe('The secret that the sender must show. Nothing is taken without.'),
  api: fields.url.optional().describe('Of the sender itself, where silences are made.'),
  timestampHeader: fields.header.optional().describe('Of grafana: the header whose moment is signed along.'),
  topics: listOf(fields.text).optional().describe('Of sns: the ARNs of the topics that may speak.'),
  fields: section({
    each: fields.text.optional().describe('The list that has one alert each.'),
    key: fields.text.optional(),
    title: fields.text.optional(),
    status: fields.text.optional(),
    severity: fields.text.optional(),
    summary: fields.text.optional(),
    description: fields.text.optional(),
    service: fields.text.optional(),
    host: fields.text.optional(),
    startsAt: fields.text.optional(),
    link: fields.text.optional(),
  })
    .optional()
    .describe('Of generic: where in a body each field is, e.g. incident.tags.0.name'),
}).refine(({ type, token, topics }) => token !== undefined || (type === 'sns' && topics !== undefined), {
  path: ['token'],
  error: 'alertToken' satisfies fields.Expected,
});

const mail = section({
  host: fields.address,
  port: fields.port.optional().describe('Default: 587; 465 with tls; 25 with none.'),
  encryption: oneOf(['starttls', 'tls', 'none'], 'encryption').default('starttls'),
  tls: fields.tls.default('verify'),
  user: fields.text.optional(),
  password: fields.text
    .optional()
    .describe('Best as "${SMTP_PASSWORD}", from the environment or the file SMTP_PASSWORD_FILE.'),
  from: fields.mailSender.describe('Who the mails are from: an address, or Name <address>.'),
  followUp: listOf(oneOf(['acknowledged', 'resolved'], 'followUp'))
    .default(['acknowledged', 'resolved'])
    .describe('After which of these whoever was mailed gets one short mail more.'),
})
  .refine(({ user, password }) => user === undefined || password !== undefined, {
    path: ['password'],
    error: 'mailPassword' satisfies fields.Expected,
  })
  .refine(({ user, password }) => password === undefined || user !== undefined, {
    path: ['user'],
    error: 'mailUser' satisfies fields.Expected,
  })
  .describe('The server that takes the mails of an escalation.');

const alerts = section({
  sources: namedBy(alertSource).prefault({}),
  routes: listOf(
    section({
      match: listOf(fields.matcher).describe('All must match; in the syntax of Alertmanager.'),
      channel: fields.channelId.optional().describe('Default: the channel of incidents.'),
      service: fields.plainName.optional().describe('For alerts that do not name one themselves.'),
      runbooks: listOf(fields.plainName).optional(),
    }),
  ).prefault([]),
  escalation: listOf(
    section({
      after: fields.duration,
      mention: listOf(fields.personOrGroupId).default([]),
      mail: listOf(fields.mailAddress).default([]).describe('Addresses that get a mail. Needs mail, below.'),
      channel: fields.channelId.optional().describe('Another channel that gets a message of its own.'),
      webhook: fields.url.optional().describe('Told by a POST, too.'),
    }),
  )
    .default([])
    .describe('Who is told, step by step, while nobody takes a critical alert.'),
  mail: mail.optional(),
  watchdogs: listOf(
    section({
      name: fields.text,
      match: listOf(fields.matcher).min(1, { error: 'list' satisfies fields.Expected }),
      every: fields.duration,
    }),
  )
    .default([])
    .describe('Alerts that must keep coming: their absence is an alert.'),
  primaryDown: section({
    within: fields.duration.default('10m').describe('Two signs must have begun within so long of each other.'),
    signs: listOf(section({ match: listOf(fields.matcher).min(1, { error: 'list' satisfies fields.Expected }) }))
      .optional()
      .describe('Alerts that are a sign. Default: critical ones that name the host or the site of the primary.'),
    probe: oneOf(['on-sign', 'always', 'never'], 'primaryProbe')
      .default('on-sign')
      .describe('When the bot asks the primary itself, as a failover does first.'),
    runbooks: listOf(fields.plainName).default(['failover', 'standby-check']).describe('Offered on the message.'),
  })
    .prefault({})
    .describe('Two independent signs that the primary of a service is down: one message, with a button.'),
  hosts: z
    .record(fields.text, fields.plainName, { error: 'mapping' satisfies fields.Expected })
    .default({})
    .describe('Host or instance as alerts call it, and the service that it belongs to.'),
});

const retention = section({
  rawBodies: fields.daysOrEver.default('14d').describe('Bodies of alerts as they came.'),
  alerts: fields.daysOrEver
    .default('180d')
    .describe('Alerts, after they and all others of their message are resolved.'),
  outputs: fields.daysOrEver.default('365d').describe('What steps printed in full. The trail keeps the digest.'),
}).prefault({});

/** The inventory as people write it. Nothing is transformed, so that the JSON Schema for editors says the same. */
export const inventorySchema = section({
  locale: oneOf(['en', 'ko'], 'locale').default('en').describe('The language of everything that people read.'),
  timezone: fields.timezone.default('UTC'),
  slack: section({
    channels: section({ incidents: fields.channelId, audit: fields.channelId.optional() }),
    selfTest: section({
      channel: fields.channelId.optional().describe('Default: the audit channel; without one there is no self-test.'),
      every: fields.durationOrNever.default('5m').describe('When nothing else came for so long. 0: never.'),
    })
      .prefault({})
      .describe('The bot edits a message of its own and sees whether Slack tells it so.'),
  }),
  people: listOf(section({ name: fields.text, slack: fields.personIds, account: fields.text.optional() })).min(1, {
    error: 'list' satisfies fields.Expected,
  }),
  policies: policies.prefault({}),
  hosts: namedBy(host),
  services: namedBy(serviceSchema),
  alerts: alerts.optional(),
  retention: retention.describe('For how long what is kept; 0 for ever. The audit trail is never deleted.'),
  heartbeat: section({
    url: fields.url.describe('Asked with GET, e.g. a ping URL of healthchecks.io. It is a secret: better ${NAME}.'),
    every: fields.duration.default('1m'),
    timeout: fields.duration.default('10s'),
  })
    .optional()
    .describe('Who is told, while the bot is well, that it is.'),
  schedules: listOf(
    section({ runbook: fields.plainName, service: fields.plainName.optional(), cron: fields.cron }),
  ).optional(),
});

export type WrittenInventory = z.input<typeof inventorySchema>;
export type CheckedInventory = z.output<typeof inventorySchema>;

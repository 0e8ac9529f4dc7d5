import * as fields from './fields.ts';
import { listOf, oneOf, section } from './fields.ts';

const fence = section({
  stop: listOf(fields.text)
    .default([])
    .describe('Containers that are stopped so that this site cannot serve any more.'),
  commands: listOf(fields.argv).default([]).describe('Commands, each as a list of words, run on the host of the site.'),
  readOnly: fields.later.optional(),
});

const site = section({
  host: fields.plainName.describe('Name of one of hosts.'),
  target: fields.dnsName.describe("What the service's CNAME holds while this site serves."),
  probe: section({
    url: fields.url,
    connect: fields.socketAddress.optional().describe("Dialled instead of what the URL's name resolves to."),
    tls: fields.tls.default('verify').describe('verify, insecure, or the path of a CA file.'),
  }),
  containers: listOf(fields.text).default([]).describe('Containers that must run and be healthy.'),
  fence: fence.prefault({}),
  unfence: section({ commands: listOf(fields.argv).default([]) }).prefault({}),
});

const dns = section({
  provider: oneOf(['cloudflare'], 'provider'),
  zone: fields.dnsName,
  record: fields.dnsName.describe('The CNAME that is moved.'),
  ttl: fields.ttl.default(120),
  authoritative: fields.authoritative.default('auto'),
  resolvers: listOf(fields.endpoint).default(['1.1.1.1', '8.8.8.8', '9.9.9.9']),
  canary: fields.dnsName.optional().describe('A record that drills move instead.'),
});

const data = section({
  marker: fields.absolutePath.optional().describe('File on the standby whose modification time is the last sync.'),
  command: fields.argv.optional().describe('Run on the standby; prints an ISO date or epoch seconds.'),
  replication: fields.later.optional(),
  maxAge: fields.duration,
  sync: section({ host: fields.plainName, command: fields.argv })
    .optional()
    .describe('Copies the last data to the standby in a switchover.'),
});

export const serviceSchema = section({
  url: fields.url.describe('What users open.'),
  tls: fields.tls.default('verify'),
  marker: section({ header: fields.header, primary: fields.text, standby: fields.text })
    .optional()
    .describe('How an answer tells which site gave it.'),
  dns,
  primary: site,
  standby: site,
  data: data.optional(),
  readOnlyCheck: section({ method: oneOf(['POST', 'PUT', 'PATCH', 'DELETE'], 'method'), path: fields.urlPath })
    .optional()
    .describe('A request that the standby must refuse with 4xx.'),
  vantage: listOf(fields.plainName).default([]).describe('Hosts from which dig and curl are also run.'),
  failback: section({ healthyFor: fields.duration.default('1m') }).prefault({}),
  antiFlap: fields.durationOrNever
    .default('30m')
    .describe('Moved again so soon after a move, the approval asks for a further confirmation. 0: never.'),
  oncall: listOf(fields.personOrGroupId)
    .optional()
    .describe('Called when its primary looks down. Default: whom the first step of alerts.escalation calls.'),
});

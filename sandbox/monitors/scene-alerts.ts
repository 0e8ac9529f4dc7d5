import type { Alert } from './alert.ts';

const PROMETHEUS = 'http://prometheus.jin7942.co.kr:9090/graph';
const RUNBOOK = 'https://github.com/jin7942/runbooks/blob/main/failover.md#nextuse';
const SERVICE = { env: 'prod', region: 'kr', service: 'nextuse' } as const;
const URL = 'https://nextuse.jin7942.co.kr';
const STORM_SIZE = 300;
const STORM_ALERTS = ['HostHighCpuLoad', 'HostOutOfDiskSpace', 'HostOutOfMemory'] as const;

type Rule = Omit<Alert, 'startsAt' | 'endsAt'>;

const graphOf = (expression: string): string => `${PROMETHEUS}?g0.expr=${encodeURIComponent(expression)}&g0.tab=1`;

/** The primary's site does not answer, asked itself and not through DNS. */
export const siteDown: Rule = {
  labels: {
    ...SERVICE,
    alertname: 'NextuseDown',
    instance: URL,
    job: 'blackbox',
    monitor: 'primary',
    severity: 'critical',
  },
  annotations: {
    summary: 'nextuse does not answer at its primary site',
    description: 'The probe from outside failed three times in a row.\nVALUE = 0',
    runbook_url: RUNBOOK,
  },
  generatorURL: graphOf(`probe_success{instance="${URL}"} == 0`),
};

export const manyErrors: Rule = {
  labels: {
    ...SERVICE,
    alertname: 'NextuseErrorRate',
    instance: URL,
    job: 'nginx',
    monitor: 'primary',
    severity: 'critical',
  },
  annotations: {
    summary: 'nextuse answers 12 % of all requests with an error',
    description: 'More than 5 % over two minutes.\nVALUE = 0.12',
    runbook_url: RUNBOOK,
  },
  generatorURL: graphOf('job:http_errors:ratio_rate2m{service="nextuse"} > 0.05'),
};

export const slow: Rule = {
  labels: { alertname: 'nextuse is slow', grafana_folder: 'nextuse', service: 'nextuse', severity: 'warning' },
  annotations: { summary: '95 % of requests take up to 2.4 s', description: 'Alert when above 2 s for five minutes.' },
  generatorURL: 'https://grafana.jin7942.co.kr/alerting/grafana/nextuse-slow/view?orgId=1',
};

export const errorsInLog: Rule = {
  labels: { alertname: 'nextuse 5xx', service: 'nextuse' },
  annotations: { summary: 'Document count is 12 in the last 5m in logs-*. Alert when greater than 10.' },
  generatorURL: '',
};

/** One alert for each of 300 machines; every 30th is critical. */
export function createStorm(): Rule[] {
  return Array.from({ length: STORM_SIZE }, (_, at) => {
    const alertname = STORM_ALERTS[at % STORM_ALERTS.length] ?? '';
    const instance = `10.1.${Math.floor(at / 100)}.${(at % 100) + 1}:9100`;
    return {
      labels: {
        alertname,
        env: 'prod',
        instance,
        job: 'node',
        monitor: 'primary',
        region: 'kr',
        service: 'batch',
        severity: at % 30 === 0 ? 'critical' : 'warning',
      },
      annotations: {
        summary: `${alertname} (instance ${instance})`,
        description: `VALUE = ${90 + (at % 10)}`,
        runbook_url: 'https://github.com/jin7942/runbooks/blob/main/hosts.md',
      },
      generatorURL: graphOf(`up{instance="${instance}"}`),
    };
  });
}

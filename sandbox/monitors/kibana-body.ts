import type { Alert } from './alert.ts';

const BASE = 'https://kibana.jin7942.co.kr';
const HITS = 12;

/** What a Kibana rule of the kind "Elasticsearch query" sends through a webhook connector with our template. */
export function toKibanaBody({ startsAt, endsAt, annotations }: Alert): object {
  const isFiring = endsAt === undefined;
  const date = (endsAt ?? startsAt).toISOString();
  return {
    source: 'kibana',
    rule: {
      id: 'a9e3c0b0-1f7c-11ee-be56-0242ac120002',
      name: 'nextuse 5xx',
      type: '.es-query',
      spaceId: 'default',
      tags: ['service:nextuse'],
      url: '',
    },
    alert: {
      id: 'query matched',
      uuid: '0b6ca1d2-5d3f-4f0a-9a55-3b6f2a1c9d10',
      actionGroup: isFiring ? 'query matched' : 'recovered',
      actionGroupName: isFiring ? 'Query matched' : 'Recovered',
      flapping: 'false',
      consecutiveMatches: isFiring ? '2' : '0',
    },
    date,
    kibanaBaseUrl: BASE,
    context: {
      title: `rule 'nextuse 5xx' ${isFiring ? 'matched query' : 'recovered'}`,
      message: annotations['summary'] ?? '',
      conditions: `Number of matching documents is ${isFiring ? '' : 'NOT '}greater than 10`,
      value: isFiring ? HITS : 0,
      date,
      link: `${BASE}/app/discover#/?_a=(index:logs)`,
      hits: isFiring ? [toHit(startsAt)] : [],
    },
  };
}

function toHit(at: Date): object {
  return {
    _index: `logs-${at.toISOString().slice(0, 7).replace('-', '.')}`,
    _id: 'x1',
    _score: null,
    _source: {
      '@timestamp': at.toISOString(),
      message: 'upstream timed out (110: Connection timed out) while reading response header from upstream',
      service: { name: 'nextuse-backend' },
      host: { name: 'home-server' },
    },
  };
}

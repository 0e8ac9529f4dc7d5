import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Matcher {
  name: string;
  value: string;
  isRegex: boolean;
  isEqual: boolean;
}

export interface SeenSilence {
  id: string;
  matchers: readonly Matcher[];
  startsAt: string;
  endsAt: string;
  createdBy: string;
  comment: string;
  state: 'active' | 'expired';
}

/** Alertmanager's API v2 as 0.25 answers, as far as silences and the list of alerts go. */
export interface Alertmanager {
  readonly url: string;
  readonly silences: readonly SeenSilence[];
  /** What it knows now, by fingerprint. */
  setAlerts(alerts: ReadonlyArray<{ fingerprint: string; labels: Readonly<Record<string, string>> }>): void;
  /** Answers 503 while true. */
  down(isDown: boolean): void;
  /** Falls silent (503) after so many silences were made from now on. */
  downAfter(silences: number): void;
  /** Refuses one silence with 500, once as many were made. */
  failOnce(silences: number): void;
  close(): Promise<void>;
}

export async function startAlertmanager(): Promise<Alertmanager> {
  const silences: SeenSilence[] = [];
  let alerts: readonly { fingerprint: string; labels: Readonly<Record<string, string>> }[] = [];
  let isDown = false;
  let madeUntilDown = Infinity;
  let failsAt = Infinity;

  const answer = async (request: IncomingMessage): Promise<[status: number, body: unknown]> => {
    const path = request.url?.split('?', 1)[0] ?? '';
    if (isDown) return [503, 'unavailable'];
    if (request.method === 'GET' && path === '/api/v2/alerts') return [200, alerts.map(toGettableAlert)];
    if (request.method === 'GET' && path === '/api/v2/silences') return [200, silences];
    if (request.method === 'POST' && path === '/api/v2/silences') return postSilence(await readJson(request));
    const id = /^\/api\/v2\/silence\/([^/]+)$/.exec(path)?.[1];
    if (request.method === 'DELETE' && id !== undefined) return deleteSilence(decodeURIComponent(id));
    return [404, { code: 404, message: `path ${path} was not found` }];
  };

  function postSilence(body: Record<string, unknown>): [number, unknown] {
    const { matchers, startsAt, endsAt, createdBy, comment } = body;
    for (const [name, value] of Object.entries({ matchers, startsAt, endsAt, createdBy, comment })) {
      if (value === undefined) return [422, { code: 602, message: `silence.${name} in body is required` }];
    }
    if (silences.length === failsAt) {
      failsAt = Infinity;
      return [500, 'context deadline exceeded'];
    }
    const list = matchers as Matcher[];
    if (list.length === 0) return [422, { code: 612, message: 'matchers in body should have at least 1 items' }];
    if (list.every(({ value }) => value === ''))
      return [400, 'silence invalid: at least one matcher must not match the empty string'];
    if (Date.parse(String(endsAt)) <= Date.parse(String(startsAt)))
      return [400, 'failed to create silence: start time must be before end time'];
    const silence: SeenSilence = {
      id: randomUUID(),
      matchers: list.map(({ name, value, isRegex, isEqual }) => ({ name, value, isRegex, isEqual })),
      startsAt: String(startsAt),
      endsAt: String(endsAt),
      createdBy: String(createdBy),
      comment: String(comment),
      state: 'active',
    };
    silences.push(silence);
    madeUntilDown -= 1;
    if (madeUntilDown === 0) isDown = true;
    return [200, { silenceID: silence.id }];
  }

  function deleteSilence(id: string): [number, unknown] {
    const silence = silences.find((one) => one.id === id);
    if (!silence) return [404, ''];
    if (silence.state === 'expired') return [500, `silence ${id} already expired`];
    silence.state = 'expired';
    return [200, ''];
  }

  const toGettableAlert = ({ fingerprint, labels }: (typeof alerts)[number]): object => {
    const by = silences.filter(
      ({ state, matchers }) => state === 'active' && matchers.every((matcher) => isMet(matcher, labels)),
    );
    return {
      fingerprint,
      labels,
      annotations: {},
      receivers: [{ name: 'bot' }],
      status: { state: by.length > 0 ? 'suppressed' : 'active', silencedBy: by.map(({ id }) => id), inhibitedBy: [] },
    };
  };

  const server = createServer((request, response) => {
    void answer(request).then(([status, body]) => {
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    silences,
    setAlerts: (wanted) => void (alerts = wanted),
    down(wanted) {
      isDown = wanted;
      madeUntilDown = Infinity;
    },
    failOnce: (count) => void (failsAt = count),
    downAfter: (count) => void (madeUntilDown = count),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const isMet = ({ name, value, isRegex, isEqual }: Matcher, labels: Readonly<Record<string, string>>): boolean =>
  (isRegex ? new RegExp(`^(?:${value})$`).test(labels[name] ?? '') : (labels[name] ?? '') === value) === isEqual;

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return JSON.parse(text) as Record<string, unknown>;
}

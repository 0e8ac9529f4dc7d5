import type { SlackWorkspace } from './slack/workspace.ts';
import type { World } from './world/world.ts';

export interface Trouble {
  summary: string;
  cause(): void | Promise<void>;
  heal(): void | Promise<void>;
}

const GATEWAY = 'jin-gateway';

/** What can go wrong in the sandbox, by name; each can be healed. */
export function createTroubles(
  { primary, standby, dns, cloudflare }: World,
  slack: SlackWorkspace,
): Record<string, Trouble> {
  const container = (name: string, state: 'running' | 'exited'): void => {
    const found = standby.containers.get(name);
    if (found) found.state = state;
  };
  return {
    'web-down': {
      summary: 'the primary’s web server refuses connections',
      cause: () => primary.faults.webDown(true),
      heal: () => primary.faults.webDown(false),
    },
    'host-down': {
      summary: 'the primary cannot be reached at all',
      cause: () => primary.faults.unreachable(true),
      heal: () => primary.faults.unreachable(false),
    },
    'black-hole': {
      summary: 'the primary takes connections and never answers',
      cause: () => primary.faults.blackhole(true),
      heal: () => primary.faults.blackhole(false),
    },
    'container-stopped': {
      summary: 'a container of the standby is stopped',
      cause: () => container('used-market-db', 'exited'),
      heal: () => container('used-market-db', 'running'),
    },
    'host-key': {
      summary: 'the standby shows another host key (cannot be healed: pin it anew or start again)',
      cause: () => standby.faults.changeHostKey(),
      heal: () => {},
    },
    'ssh-hangs': {
      summary: 'the standby’s SSH server takes connections and says nothing',
      cause: () => standby.faults.sshHang(true),
      heal: () => standby.faults.sshHang(false),
    },
    'cloudflare-503': {
      summary: 'Cloudflare answers 503 to the next four calls',
      cause: () => cloudflare.faults.failNext({ times: 4, status: 503 }),
      heal: () => cloudflare.faults.clear(),
    },
    'cloudflare-lost': {
      summary: 'Cloudflare carries out the next write and its answer is lost',
      cause: () => cloudflare.faults.failNext({ times: 1, status: 'reset', on: 'write', afterApply: true }),
      heal: () => cloudflare.faults.clear(),
    },
    'resolver-stale': {
      summary: 'a resolver keeps its old answer whatever the TTL says',
      cause: () => dns.faults.resolverStale(true),
      heal: () => dns.faults.resolverStale(false),
    },
    'record-by-hand': {
      summary: 'somebody points the record elsewhere by hand',
      cause: () => cloudflare.setRecordByHand('elsewhere.example.net'),
      heal: () => cloudflare.setRecordByHand('jfree.iptime.org'),
    },
    'gateway-stopped': {
      summary: 'the primary’s gateway container is stopped',
      cause: () => setGateway(primary, 'exited'),
      heal: () => setGateway(primary, 'running'),
    },
    'slack-down': {
      summary: 'Slack does not answer',
      cause: () => slack.faults.down(true),
      heal: () => slack.faults.down(false),
    },
  };
}

function setGateway(host: World['primary'], state: 'running' | 'exited'): Promise<void> {
  const found = host.containers.get(GATEWAY);
  if (found) found.state = state;
  return host.settled();
}

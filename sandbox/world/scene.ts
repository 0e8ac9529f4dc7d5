import type { Clock } from '../../src/core/clock.ts';
import { createContainer } from './containers.ts';
import type { Container } from './containers.ts';

/** Names and numbers of the scene: a home server, a small cloud machine, one service. */
export const SCENE = {
  zone: 'jin7942.co.kr',
  ddnsZone: 'iptime.org',
  service: 'nextuse.jin7942.co.kr',
  canary: 'nextuse-drill.jin7942.co.kr',
  primary: { target: 'jfree.iptime.org', address: '127.0.10.1', hostname: 'home-server' },
  standby: { target: 'jin-backup.jin7942.co.kr', address: '127.0.10.2', hostname: 'ip-10-0-0-7' },
  edgeAddress: '127.0.10.3',
} as const;

export const SIZES = {
  home: {
    memory: { totalKb: 41_000_000, availableKb: 31_500_000 },
    disk: { totalKb: 479_000_000, usedKb: 121_000_000 },
  },
  standby: { memory: { totalKb: 980_000, availableKb: 372_000 }, disk: { totalKb: 30_298_000, usedKb: 11_650_000 } },
} as const;

const HOUR_MS = 3_600_000;

export function createSceneContainers(clock: Clock, upHours: number, changed: () => void): Container[] {
  const startedAt = new Date(clock.now().getTime() - upHours * HOUR_MS);
  const ports = '0.0.0.0:80->80/tcp, [::]:80->80/tcp, 0.0.0.0:443->443/tcp, [::]:443->443/tcp';
  const nginx = { image: 'nginx:1.27', command: "/docker-entrypoint.sh nginx -g 'daemon off;'" };
  const specs = [
    { name: 'jin-gateway', ...nginx, ports },
    { name: 'used-market-frontend', ...nginx, image: 'used-market-frontend:latest', hasHealthCheck: true },
    {
      name: 'used-market-backend',
      image: 'used-market-backend:latest',
      command: 'java -jar /app/app.jar',
      hasHealthCheck: true,
    },
    {
      name: 'used-market-db',
      image: 'mariadb:11.4',
      command: 'docker-entrypoint.sh mariadbd',
      networks: 'backend-db',
      hasHealthCheck: true,
    },
  ];
  return specs.map((spec) => createContainer({ ...spec, startedAt }, clock, changed));
}

/** The last 03:00 in Korea, when the nightly copy runs. */
export function findLastSync(now: Date): Date {
  const atThree = new Date(now);
  atThree.setUTCHours(18, 0, 0, 0);
  return atThree > now ? new Date(atThree.getTime() - 24 * HOUR_MS) : atThree;
}

import type { Snapshot } from '../../page-server/shapes.ts';
import type { Session } from '../shell/session.ts';
import { tourTexts, type StepName } from './texts.ts';

export interface TourStep {
  name: StepName;
  /** What to look at, as a CSS selector. */
  target: string;
  isDone(snapshot: Snapshot): boolean;
  /** For those who would rather watch. */
  doIt(session: Session): Promise<void> | void;
}

const siteOf = ({ world }: Snapshot): 'primary' | 'standby' | undefined =>
  world.sites.find(({ target }) => target === world.dns.api?.content)?.name;

const isHealthy = ({ world }: Snapshot): boolean =>
  world.sites.every(({ name, web }) => name !== 'primary' || web === 'answers');

const isReached = ({ world }: Snapshot, site: 'primary' | 'standby'): boolean =>
  world.users.recent.slice(-3).every((request) => request.site === site);

const isAsking = ({ channel }: Snapshot): boolean =>
  channel !== null && channel.messages.some(({ blocks }) => JSON.stringify(blocks).includes('"approval.approve"'));

const type = (text: string): void => void dispatchEvent(new CustomEvent('sandbox:type', { detail: text }));

const toIncidents = ({ go }: Session): void => go({ view: 'C0INCIDENTS', side: 'slack', thread: '' });

export const TOUR: readonly TourStep[] = [
  {
    name: 'break',
    target: '[data-trouble="web-down"]',
    isDone: (snapshot) => !isHealthy(snapshot),
    doIt: async ({ act }) => void (await act('trouble', { name: 'web-down', isOn: true })),
  },
  {
    name: 'ask',
    target: '[data-composer="channel"]',
    isDone: (snapshot) => isAsking(snapshot) || siteOf(snapshot) === 'standby',
    doIt(session) {
      toIncidents(session);
      type('/failover nextuse home router is dead');
    },
  },
  {
    name: 'approve',
    target: '[data-person="U0MINA"]',
    isDone: (snapshot) => siteOf(snapshot) === 'standby' && isReached(snapshot, 'standby'),
    doIt: ({ go }) => go({ person: 'U0MINA', view: 'C0INCIDENTS', side: 'slack', thread: '' }),
  },
  {
    name: 'return',
    target: '[data-trouble="web-down"], [data-composer="channel"]',
    isDone: (snapshot) => isHealthy(snapshot) && siteOf(snapshot) === 'primary' && isReached(snapshot, 'primary'),
    async doIt(session) {
      await session.act('trouble', { name: 'web-down', isOn: false });
      toIncidents(session);
      type('/failback nextuse all is well');
    },
  },
  {
    name: 'read',
    target: '[data-part="audit"]',
    isDone: () => false,
    doIt: async ({ act, go }) => {
      go({ side: 'world' });
      await act('check-chain');
    },
  },
];

export const wordsOf = (step: TourStep, locale: 'en' | 'ko') => tourTexts[locale][step.name];

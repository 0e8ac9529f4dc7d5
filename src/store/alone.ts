import type { Peers } from '../core/peers.ts';

/** Of a database that one process holds. */
export const alone: Peers = { isAlone: true, join() {}, isLeader: () => true, onNews: () => () => {} };

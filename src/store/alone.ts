import type { Peers } from '../core/peers.ts';

/** Of a database that one process holds. */
export const alone: Peers = { join() {}, isLeader: () => true, onNews: () => () => {} };

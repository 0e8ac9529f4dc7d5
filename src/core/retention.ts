/** What is deleted when it is old enough. The audit trail is not among it. */
export const RETAINED = ['rawBodies', 'alerts', 'outputs'] as const;
export type Retained = (typeof RETAINED)[number];

/** For how long each is kept, ms; left out: for ever. */
export type Retention = Readonly<Partial<Record<Retained, number>>>;

import { systemClock } from '../../src/core/clock.ts';
import { openPostgresStore } from '../../src/store/postgres.ts';
import { createEngineWorld, mina } from './engine-world.ts';
import { createQuietLog } from './quiet-log.ts';

// One replica as a process of its own: starts a run, has it approved, and says so when it is in the middle of the step that
// changes something, which it never ends.
const store = await openPostgresStore(process.env['DATABASE'] ?? '', { clock: systemClock, log: createQuietLog() });
store.peers.join();
const world = await createEngineWorld({ store });
console.log('up');
if (process.argv[2] === 'run') {
  world.lamp.onBefore = () => {
    console.log(`acting ${asked.id}`);
    return new Promise(() => {});
  };
  const asked = await world.until(await world.request(), 'awaiting_approval');
  await world.engine.approve(asked.id, { actor: mina, binding: asked.binding ?? '' });
}

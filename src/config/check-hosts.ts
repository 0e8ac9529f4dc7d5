import { type Check, checkReference } from './check.ts';

export function checkHosts(check: Check): void {
  const { draft, texts, report } = check;
  const hosts = draft.hosts ?? {};
  for (const [name, host] of Object.entries(hosts)) {
    checkReference(check, ['hosts', name, 'jump'], host?.jump, Object.keys(hosts), texts.noSuchHost);
    const circle = findCircle(name, (from) => hosts[from]?.jump ?? undefined);
    // Each circle is told once, at its first host in the alphabet.
    if (circle && circle.toSorted()[0] === name)
      report(['hosts', name, 'jump'], texts.jumpCircle({ hosts: [...circle, name] }));
  }
}

/** The hosts of a circle that leads back to `start`. */
function findCircle(start: string, findJump: (from: string) => string | undefined): string[] | undefined {
  const passed = [start];
  for (let next = findJump(start); next !== undefined; next = findJump(next)) {
    if (next === start) return passed;
    if (passed.includes(next)) return undefined;
    passed.push(next);
  }
  return undefined;
}

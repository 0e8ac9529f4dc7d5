import { expect, it } from 'vitest';
import { isPointingTo, readAnswer } from '../../src/core/same-target.ts';
import type { ResourceRecord } from '../../src/core/ports/resolver.ts';

const answer = (records: readonly ResourceRecord[], rcode = 'NOERROR') =>
  readAnswer(
    { server: '1.1.1.1', name: 'a.example', rcode, isAuthoritative: false, records, durationMs: 1 },
    'a.example',
  );
const record = (name: string, type: ResourceRecord['type'], content: string, ttlSeconds: number) => ({
  name,
  type,
  content,
  ttlSeconds,
});

it('reads the first CNAME of the name itself, and the time that this very record lives', () => {
  const reading = answer([
    record('A.example.', 'CNAME', 'B.example.', 43),
    record('b.example', 'CNAME', 'c.example', 5),
    record('c.example', 'A', '192.0.2.1', 1),
  ]);
  expect(reading).toEqual({ cname: 'b.example', addresses: ['192.0.2.1'], ttlSeconds: 43, text: 'b.example' });
  expect(isPointingTo(reading, 'B.EXAMPLE.', [])).toBe(true);
  expect(isPointingTo(reading, 'c.example', ['192.0.2.1'])).toBe(false);
});

it('compares addresses where there is no CNAME: all of them have to be the target’s', () => {
  const flat = answer([record('a.example', 'A', '192.0.2.1', 60), record('a.example', 'A', '192.0.2.2', 30)]);
  expect(flat).toMatchObject({ ttlSeconds: 30, text: '192.0.2.1, 192.0.2.2' });
  expect(isPointingTo(flat, 'b.example', ['192.0.2.2', '192.0.2.1'])).toBe(true);
  expect(isPointingTo(flat, 'b.example', ['192.0.2.1'])).toBe(false);
});

it('never takes nothing for the target', () => {
  expect(answer([], 'NXDOMAIN')).toEqual({ addresses: [], ttlSeconds: 0, text: 'NXDOMAIN' });
  expect(answer([]).text).toBe('NODATA');
  expect(isPointingTo(answer([]), 'b.example', [])).toBe(false);
});

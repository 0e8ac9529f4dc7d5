import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { inventoryJsonSchema } from '../../src/config/json-schema.ts';
import { changeExample, readExample } from './example.ts';

const validate = new Ajv2020({ strict: false }).compile(inventoryJsonSchema());

test('the schema in docs is the one that the code makes', () => {
  expect(JSON.parse(readFileSync('docs/inventory.schema.json', 'utf8'))).toEqual(inventoryJsonSchema());
});

test('an editor finds the reference inventory right, and mistakes wrong', () => {
  validate(parse(readExample()));
  expect(validate.errors).toBeNull();
  expect(validate(parse(changeExample(['port: 22', 'prot: 22'])))).toBe(false);
  expect(validate(parse(changeExample(['maxAge: 26h', 'maxAge: 26 hours'])))).toBe(false);
  expect(validate(parse(changeExample(['stop: [jin-gateway], ', 'readOnly: {}, '])))).toBe(false);
});

import { z } from 'zod';
import { inventorySchema } from './inventory-schema.ts';

/** The JSON Schema of the inventory as people write it, for editors. Kept in docs/inventory.schema.json. */
export function inventoryJsonSchema(): Record<string, unknown> {
  return { title: 'Watchkeeper inventory', ...z.toJSONSchema(inventorySchema, { io: 'input' }) };
}

import { sql, type Kysely, type Selectable, type Transaction } from 'kysely';
import { canonicalJson, type Json } from '../core/json.ts';
import type { Output } from '../core/output.ts';
import type { AuditStore, KeptOutput } from '../core/store.ts';
import type { Database } from './schema.ts';

const SCAN_ROWS = 50;

export function createOutputStore(db: Kysely<Database>): Pick<AuditStore, 'findOutput' | 'scanOutputs'> {
  return {
    async findOutput(digest) {
      const row = await db.selectFrom('outputs').selectAll().where('digest', '=', digest).executeTakeFirst();
      return row && toKept(row);
    },
    async *scanOutputs() {
      for (let after = ''; ;) {
        const rows = await db
          .selectFrom('outputs')
          .selectAll()
          .where('digest', '>', after)
          .orderBy('digest')
          .limit(SCAN_ROWS)
          .execute();
        for (const row of rows) yield toKept(row);
        const last = rows.at(-1);
        if (!last) return;
        after = last.digest;
      }
    },
  };
}

/** Keeps outputs inside the transaction of the entries that name them. The same output is kept once. */
export async function keepOutputs(tx: Transaction<Database>, kept: readonly KeptOutput[], now: Date): Promise<void> {
  for (const { digest, outputs } of kept) {
    await tx
      .insertInto('outputs')
      .values({ digest, kept_at: now.getTime(), body: canonicalJson(outputs as unknown as Json), expired_at: null })
      // Printed again, it is kept from then on, also where it had expired.
      .onConflict((conflict) =>
        conflict.column('digest').doUpdateSet({ kept_at: now.getTime(), body: sql`excluded.body`, expired_at: null }),
      )
      .execute();
  }
}

function toKept({ digest, body, expired_at: expiredAt }: Selectable<Database['outputs']>): KeptOutput {
  // A database that was last opened by an earlier version has no such column.
  if (typeof expiredAt === 'number') return { digest, outputs: [], expiredAt };
  return { digest, outputs: JSON.parse(body) as Output[] };
}

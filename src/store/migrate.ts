import type { Kysely } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';

/** Brings the schema up to date, under the database's own lock; throws the first migration's error. */
export async function migrate<T>(db: Kysely<T>, migrations: Record<string, Migration>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error instanceof Error ? error : new Error('migration failed', { cause: error });
}

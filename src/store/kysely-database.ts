import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';
import { toStoreError } from './store-error.ts';

/** Kysely has no dialect for node:sqlite; its better-sqlite3 one needs just this. */
export function toKyselyDatabase(database: DatabaseSync): SqliteDatabase {
  const prepared = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(text) {
      // A plain begin would read first and find the database locked when it wants to write.
      const statementText = text === 'begin' ? 'begin immediate' : text;
      const known = prepared.get(statementText);
      if (known) return known;
      const statement = toKyselyStatement(database.prepare(statementText), () =>
        // After a write that failed SQLite has rolled back by itself; an error of ours would hide the one that matters.
        text === 'rollback' ? database.isTransaction : true,
      );
      if (prepared.size < 500) prepared.set(statementText, statement);
      return statement;
    },
  };
}

const NOTHING_RUN = { changes: 0, lastInsertRowid: 0 };

function toKyselyStatement(statement: StatementSync, isNeeded: () => boolean): SqliteStatement {
  const values = (parameters: readonly unknown[]): SQLInputValue[] => parameters as SQLInputValue[];
  const attempt = <T>(work: () => T): T => {
    try {
      return work();
    } catch (thrown) {
      throw toStoreError(thrown);
    }
  };
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => attempt(() => statement.all(...values(parameters))),
    run: (parameters) => attempt(() => (isNeeded() ? statement.run(...values(parameters)) : NOTHING_RUN)),
    iterate: (parameters) => statement.iterate(...values(parameters)),
  };
}

import type { ExchangeFilter, ExchangeRow } from '@clawnex/proto/http/dashboard/exchanges.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import type { ReaderPool } from '@clawnex/shared/store/reader-pool.ts';
import { type PreparedQuery, prepareQuery } from '@clawnex/shared/store/statement.ts';
import { compileFilter } from './compile-filter.ts';
import { type StoredExchange, toExchangeRow } from './exchange-row.ts';
import { listChanged, pageQuery, readRevision } from './exchanges.sql.ts';
import { encodeCursor, type PageCursor } from './page-cursor.ts';

export interface ChangedExchanges {
  readonly rows: ExchangeRow[];
  /** Everything up to this revision is in what was read so far. */
  readonly revision: number;
}

export interface ExchangePage {
  readonly rows: ExchangeRow[];
  readonly next: string | null;
  readonly revision: number;
}

/** Reads exchanges: short index reads here, anything that may scan in the reader pool. */
export class ExchangeReader {
  readonly #pool: ReaderPool;
  readonly #revision: PreparedQuery<{ value: number }>;
  readonly #readChanges: (after: number, limit: number) => { stored: StoredExchange[]; revision: number };

  constructor(db: Database, pool: ReaderPool) {
    this.#pool = pool;
    this.#revision = prepareQuery(db, readRevision);
    const changed = prepareQuery(db, listChanged);
    // One transaction, one snapshot: the revision and the rows belong together.
    this.#readChanges = db.transaction((after: number, limit: number) => ({
      stored: changed.all({ after, limit }),
      revision: this.revision(),
    }));
  }

  /** Highest revision in the store. */
  revision(): number {
    return this.#revision.get()?.value ?? 0;
  }

  /** Rows changed since a revision, in order; more than the limit are left out, oldest first served. */
  changes(after: number, limit: number): ChangedExchanges {
    const { stored, revision } = this.#readChanges(after, limit);
    return { rows: stored.map(toExchangeRow), revision };
  }

  /**
   * One page. The revision is read before the rows: a row that changes in between comes again over the live stream
   * rather than never.
   */
  async page(filter: ExchangeFilter, before: PageCursor | null, limit: number): Promise<ExchangePage> {
    const revision = this.revision();
    const query = pageQuery(compileFilter(filter, before), limit + 1);
    const stored = await this.#pool.all(query.statement, query.parameters);
    const shown = stored.slice(0, limit);
    const last = stored.length > limit ? shown.at(-1) : undefined;
    return { rows: shown.map(toExchangeRow), next: last === undefined ? null : encodeCursor(last), revision };
  }
}

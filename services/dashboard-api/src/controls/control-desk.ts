import { setTimeout as wait } from 'node:timers/promises';
import { CONFIG_DEFAULTS, CONFIG_KEYS, type ConfigKey, type ConfigValue } from '@clawnex/proto/kv.ts';
import type { PutAnswer } from '@clawnex/shared/bus/config-watch.ts';
import type { Clock } from '@clawnex/shared/kernel/clock.ts';
import { failure, type HttpFailure } from '@clawnex/shared/kernel/http/result.ts';
import { describeIssue } from '@clawnex/shared/policy/describe-issue.ts';
import type { JsonValue } from '@clawnex/shared/store/canonical-json.ts';
import {
  type PreparedQuery,
  type PreparedWrite,
  prepareQuery,
  prepareWrite,
} from '@clawnex/shared/store/statement.ts';
import type { Actor } from '../policy/policy-keeper.ts';
import type { ControlWriter } from '../store/control-writer.ts';
import { ConfigPublisher } from './config-publisher.ts';
import { insertControl, readControl } from './control.sql.ts';

/** Publishing takes milliseconds; past this the answer says that it is not out yet, and it goes on behind. */
const PUBLISH_PATIENCE_MS = 1_000;

/** Kinds of documents that operators change piece by piece. */
export type DeskKey = Exclude<ConfigKey, 'policy'>;

export interface DeskParts {
  readonly writer: ControlWriter;
  readonly clock: Clock;
  connected(): boolean;
  put<K extends ConfigKey>(key: K, value: ConfigValue<K>): Promise<PutAnswer>;
  onProblem(key: DeskKey, message: string | null): void;
  /** Told of every stored change. */
  onChange(revision: number): void;
}

/** What a change is called on the audit trail. */
export interface ChangeNote {
  readonly by: Actor;
  readonly action: string;
  readonly target: string;
  readonly reason: string;
  readonly detail?: { readonly [key: string]: JsonValue };
}

/** One kind of what operators decide: every version kept, each change audited in its transaction, then published. */
export class ControlDesk<K extends DeskKey> {
  readonly #key: K;
  readonly #parts: DeskParts;
  readonly #latest: PreparedQuery<{ value_json: string }>;
  readonly #insert: PreparedWrite;
  readonly publisher: ConfigPublisher<ConfigValue<K>>;

  constructor(key: K, parts: DeskParts) {
    this.#key = key;
    this.#parts = parts;
    this.#latest = prepareQuery(parts.writer.db, readControl);
    this.#insert = prepareWrite(parts.writer.db, insertControl);
    this.publisher = new ConfigPublisher<ConfigValue<K>>({
      name: key.replaceAll('_', ' '),
      current: () => this.current(),
      connected: () => parts.connected(),
      put: (value) => parts.put(key, value),
      onChange: () => undefined,
      onProblem: (message) => parts.onProblem(key, message),
    });
  }

  current(): ConfigValue<K> {
    const row = this.#latest.get({ kind: this.#key });
    if (row === undefined) return CONFIG_DEFAULTS[this.#key];
    // Safe: the schema is this key's own, so its output is this key's value.
    return CONFIG_KEYS[this.#key].parse(JSON.parse(row.value_json)) as ConfigValue<K>;
  }

  /** Stores what `edit` makes of the current value, and publishes it. `revision` is set here. */
  async change(
    note: ChangeNote,
    edit: (before: ConfigValue<K>) => { ok: true; value: ConfigValue<K> } | HttpFailure,
  ): Promise<{ ok: true; published: boolean } | HttpFailure> {
    const { writer, clock } = this.#parts;
    const written = await writer.write((): { ok: true } | HttpFailure => {
      const before = this.current();
      const edited = edit(before);
      if (!edited.ok) return edited;
      const checked = CONFIG_KEYS[this.#key].safeParse({ ...edited.value, revision: before.revision + 1 });
      if (!checked.success) {
        const [issue] = checked.error.issues;
        const { where, message } = issue === undefined ? { where: '', message: '' } : describeIssue(issue);
        return failure('bad_request', `${where}: it ${message}. Nothing was changed.`, `body.${where}`);
      }
      const at_ms = clock.now();
      const value_json = JSON.stringify(checked.data);
      const { by, reason, action, target, detail = {} } = note;
      this.#insert({
        kind: this.#key,
        revision: before.revision + 1,
        value_json,
        at_ms,
        by: by.username,
        reason,
      });
      writer.audit({
        actor: by.username,
        action,
        target,
        detail: { ...detail, reason, address: by.address },
      });
      return { ok: true };
    });
    if (!written.ok) return written;
    if (!written.value.ok) return written.value;
    this.#parts.onChange(this.current().revision);
    await Promise.race([this.publisher.publish(), wait(PUBLISH_PATIENCE_MS)]);
    return { ok: true, published: this.publisher.published() };
  }
}

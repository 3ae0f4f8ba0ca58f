import { isDeepStrictEqual } from 'node:util';
import { bucketChangesSubject } from '@clawnex/proto/broker.ts';
import { CONFIG_DEFAULTS, CONFIG_KEYS, type ConfigKey, type ConfigValue } from '@clawnex/proto/kv.ts';
import type { NatsConnection } from 'nats';
import type { DaemonContext } from '../kernel/lifecycle.ts';
import { readBucket } from './bucket.ts';
import type { Bus } from './connect.ts';
import { readLastGood, writeLastGood } from './last-good-config.ts';
import { openSignedValue } from './signed-value.ts';

export { type PutAnswer, putConfig } from './put-config.ts';

/** Changes are announced; this only mends what an announcement could not (a full socket buffer). */
const REREAD_MS = 15_000;
/** After a read that failed with the broker there. */
const RETRY_MS = 500;

export interface WatchedConfig<K extends ConfigKey> {
  /** In force now: the last good value from the bus or from disk, else the default. */
  current(): ConfigValue<K>;
}

/**
 * Follows one key of the configuration. Starts with the last good value from disk, so that a daemon enforces with the
 * broker away. A value that its writer did not sign, that is
 * older than the one in force, or that its schema refuses is kept out and reported as a health problem. `onChange` is called for values
 * that differ from `current()`, not for the one at the start.
 */
export function watchConfig<K extends ConfigKey>(
  context: DaemonContext,
  bus: Bus,
  key: K,
  onChange: (value: ConfigValue<K>) => void,
): WatchedConfig<K> {
  const watch = new ConfigWatch(context, bus, key, onChange);
  watch.start();
  context.onStop(`config ${key}`, () => watch.stop());
  return watch;
}

class ConfigWatch<K extends ConfigKey> implements WatchedConfig<K> {
  readonly #context: DaemonContext;
  readonly #bus: Bus;
  readonly #key: K;
  readonly #onChange: (value: ConfigValue<K>) => void;
  #current: ConfigValue<K>;
  /** Of the value in force; 0 for the default. */
  #serial = 0;
  #rejected: string | null = null;
  #reading = false;
  #again = false;
  #timer: NodeJS.Timeout | undefined;
  #end: () => void = () => undefined;
  #stopped = false;

  constructor(context: DaemonContext, bus: Bus, key: K, onChange: (value: ConfigValue<K>) => void) {
    this.#context = context;
    this.#bus = bus;
    this.#key = key;
    this.#onChange = onChange;
    this.#current = this.#readFromDisk();
  }

  current(): ConfigValue<K> {
    return this.#current;
  }

  start(): void {
    this.#end = this.#bus.onConnected((connection) => {
      connection.subscribe(bucketChangesSubject('clawnex_config'), {
        callback: (error) => {
          if (error === null) this.#readSoon(connection);
        },
      });
      this.#readSoon(connection);
    });
    this.#readAfter(REREAD_MS);
  }

  stop(): void {
    this.#stopped = true;
    this.#end();
    clearTimeout(this.#timer);
  }

  #readAfter(delayMs: number): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      const connection = this.#bus.connection();
      if (connection !== null) this.#readSoon(connection);
      this.#readAfter(REREAD_MS);
    }, delayMs);
    this.#timer.unref();
  }

  /** One read at a time; an announcement during a read makes another one. */
  #readSoon(connection: NatsConnection): void {
    this.#again = true;
    if (this.#reading) return;
    this.#reading = true;
    void this.#readAll(connection).finally(() => {
      this.#reading = false;
    });
  }

  async #readAll(connection: NatsConnection): Promise<void> {
    while (this.#again && !this.#stopped) {
      this.#again = false;
      const read = await readBucket(this.#bus.connection() ?? connection, 'clawnex_config', this.#key);
      if (!read.ok) {
        if (read.code === 'forged') this.#reject(read.message);
        else if (read.code !== 'away') this.#context.health.problem(`config ${this.#key}`, read.message);
        this.#readAfter(RETRY_MS);
      } else if (read.value !== null) {
        this.#take(read.value.text, read.value.revision);
      }
    }
  }

  #take(text: string, revision: number): void {
    const opened = openSignedValue(this.#context.paths, this.#key, text);
    if (!opened.ok) {
      this.#reject(opened.message);
      return;
    }
    if (opened.serial < this.#serial) {
      this.#reject(`it is older than the one in force (${opened.serial} before ${this.#serial}).`);
      return;
    }
    const parsed = CONFIG_KEYS[this.#key].safeParse(opened.value);
    if (!parsed.success) {
      this.#reject(`it is wrong at ${parsed.error.issues[0]?.path.join('.') ?? ''} (revision ${revision}).`);
      return;
    }
    this.#rejected = null;
    this.#context.health.problem(`config ${this.#key}`, null);
    // The schema is this key's own, so its output is this key's value.
    const value = parsed.data as ConfigValue<K>;
    const changed = !isDeepStrictEqual(value, this.#current);
    if (!changed && opened.serial === this.#serial) return;
    this.#serial = opened.serial;
    this.#current = value;
    this.#writeToDisk(value);
    if (!changed) return;
    this.#context.log.info({ key: this.#key, revision }, 'the configuration changed');
    this.#onChange(value);
  }

  #reject(why: string): void {
    const message = `A value of the configuration "${this.#key}" was kept out: ${why}`;
    this.#context.health.problem(`config ${this.#key}`, message);
    if (message === this.#rejected) return;
    this.#rejected = message;
    this.#context.metrics.add('config_rejected');
    this.#context.log.error(message);
  }

  #readFromDisk(): ConfigValue<K> {
    const file = this.#context.paths.lastGoodConfig(this.#context.name);
    const cached = readLastGood(file);
    if (cached === null) return CONFIG_DEFAULTS[this.#key];
    const entry = cached === 'damaged' ? undefined : cached[this.#key];
    const parsed = entry === undefined ? null : CONFIG_KEYS[this.#key].safeParse(entry.value);
    if (entry !== undefined && parsed?.success === true) {
      this.#serial = entry.serial;
      // The schema is this key's own, so its output is this key's value.
      return parsed.data as ConfigValue<K>;
    }
    if (cached !== 'damaged' && entry === undefined) return CONFIG_DEFAULTS[this.#key];
    this.#context.health.problem('config cache', `${file} is damaged: defaults are in force.`);
    this.#context.log.error(`${file} is damaged: defaults are in force until the broker answers`);
    return CONFIG_DEFAULTS[this.#key];
  }

  #writeToDisk(value: ConfigValue<K>): void {
    const file = this.#context.paths.lastGoodConfig(this.#context.name);
    try {
      writeLastGood(file, this.#key, { serial: this.#serial, value });
      this.#context.health.problem('config cache', null);
    } catch (error) {
      this.#context.health.problem(
        'config cache',
        `${file} cannot be written: a restart would use an older one.`,
      );
      this.#context.log.error({ err: error }, 'the configuration could not be cached');
    }
  }
}

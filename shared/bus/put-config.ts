import { CONFIG_KEYS, type ConfigKey } from '@clawnex/proto/kv.ts';
import type { z } from 'zod';
import { readBucket, writeBucket } from './bucket.ts';
import type { Bus } from './connect.ts';
import { readSerial } from './signed-value.ts';

export type PutAnswer =
  | { readonly ok: true; readonly revision: number }
  | {
      readonly ok: false;
      readonly code: 'bad_request' | 'unavailable' | 'refused';
      readonly message: string;
    };

/** Publishes a value of the configuration, signed. Only dashboard-api may; a value its schema refuses is not sent. */
export async function putConfig<K extends ConfigKey>(
  bus: Bus,
  key: K,
  value: z.infer<(typeof CONFIG_KEYS)[K]>,
): Promise<PutAnswer> {
  const parsed = CONFIG_KEYS[key].safeParse(value);
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join('.') ?? '';
    return { ok: false, code: 'bad_request', message: `${key} is wrong at "${where}".` };
  }
  const connection = bus.connection();
  if (connection === null) return { ok: false, code: 'unavailable', message: 'The broker is away.' };
  const before = await readBucket(connection, 'clawnex_config', key);
  if (!before.ok && before.code !== 'forged') {
    return {
      ok: false,
      code: before.code === 'refused' ? 'refused' : 'unavailable',
      message: before.message,
    };
  }
  const serialBefore = before.ok && before.value !== null ? readSerial(before.value.text) : 0;
  // The clock may have been set back since the last value; the serial may not.
  const serial = Math.max(Date.now(), serialBefore + 1);
  const stored = await writeBucket(
    connection,
    'clawnex_config',
    key,
    bus.signValue(key, serial, parsed.data),
  );
  if (stored.ok) return stored;
  return { ok: false, code: stored.code === 'refused' ? 'refused' : 'unavailable', message: stored.message };
}

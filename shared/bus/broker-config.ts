import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brokerPermissions } from '@clawnex/proto/broker.ts';
import { BROKER_USERS, type BrokerUser } from '@clawnex/proto/daemons.ts';
import { BUCKETS } from '@clawnex/proto/kv.ts';
import { DEAD_LETTER_LIMITS, EVENT_STREAM_LIMITS } from '@clawnex/proto/subjects.ts';
import type { Paths } from '../kernel/paths.ts';
import { ensureBrokerKey } from './broker-keys.ts';
import { signerFile } from './signed-value.ts';

/** JetStream reserves each stream's `max_bytes` from this, so that it must hold their sum; the rest is for its own files. */
const STORE_SLACK_BYTES = 64 * 1024 ** 2;
/** We keep nothing in the broker's memory. */
const MEMORY_STORE_BYTES = 1024 ** 2;
/** A message of the stream's largest size with its headers and subject. */
const PAYLOAD_SLACK_BYTES = 64 * 1024;
/** Seven daemons, the provisioner and a few command lines; more are a leak or an attack. */
const CONNECTIONS_MAX = 256;

/** Makes missing keys, writes `<home>/nats/nats-server.conf` and the public key that signs the configuration. Returns the file. Writing again changes no key. */
export function writeBrokerConfig(paths: Paths, options: { readonly port: number }): string {
  mkdirSync(paths.secrets, { recursive: true, mode: 0o700 });
  mkdirSync(paths.broker, { recursive: true, mode: 0o700 });
  const file = join(paths.broker, 'nats-server.conf');
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, brokerConfig(paths, options.port), { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, file);
  writeFileSync(signerFile(paths), `${ensureBrokerKey(paths, BUCKETS.clawnex_config.writer)}\n`, {
    mode: 0o600,
  });
  return file;
}

/**
 * Accounts only: with an `authorization` block beside a `$SYS` account, 2.9 lets anonymous clients in (CVE-2023-47090).
 * No monitoring port, loopback only. Users without a rule for a subject are refused it.
 */
function brokerConfig(paths: Paths, port: number): string {
  const users = BROKER_USERS.map((user) => userBlock(user, ensureBrokerKey(paths, user)));
  return `# Written by ClawNex from its list of events, commands and buckets. Changes here are overwritten.
server_name: clawnex
listen: "127.0.0.1:${port}"
max_payload: ${EVENT_STREAM_LIMITS.message_bytes + PAYLOAD_SLACK_BYTES}
max_connections: ${CONNECTIONS_MAX}
jetstream {
  store_dir: ${JSON.stringify(join(paths.broker, 'store'))}
  max_memory_store: ${MEMORY_STORE_BYTES}
  max_file_store: ${storeBytes()}
}
accounts {
  CLAWNEX {
    jetstream: enabled
    users: [
${users.join('\n')}
    ]
  }
  SYS {}
}
system_account: SYS
`;
}

function storeBytes(): number {
  const buckets = Object.values(BUCKETS).reduce((sum, bucket) => sum + bucket.bytes, 0);
  return EVENT_STREAM_LIMITS.bytes + DEAD_LETTER_LIMITS.bytes + buckets + STORE_SLACK_BYTES;
}

function userBlock(user: BrokerUser, publicKey: string): string {
  const { publish, subscribe } = brokerPermissions(user);
  return `      { # ${user}
        nkey: ${publicKey}
        permissions {
          publish { allow: ${JSON.stringify(publish)} }
          subscribe { allow: ${JSON.stringify(subscribe)} }
        }
      }`;
}

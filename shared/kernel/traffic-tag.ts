import { createHmac, randomBytes } from 'node:crypto';
import type { TrafficOrigin } from '@clawnex/proto/decision.ts';
import { secretsEqual } from './secrets.ts';

/** Header (and guardrail parameter) by which our own tools mark their calls as demo or test. */
export const TRAFFIC_TAG_HEADER = 'x-clawnex-tag';
/** A tag is accepted this long around the clock of the receiver: replays of an overheard one end soon. */
const TAG_VALID_MS = 10 * 60_000;

export interface TrafficTag {
  readonly origin: Exclude<TrafficOrigin, 'live'>;
  /** When the call is to have happened: the demo plays a day of model time in minutes. */
  readonly time_ms: number;
}

/**
 * Marks a call as not being an agent's own work. The mark takes a call out of every real count, so a stranger must
 * not be able to make one: it is an HMAC with a key that only this machine's admin can read.
 */
export function signTrafficTag(tag: TrafficTag, key: string, nowMs: number): string {
  const claim = `${tag.origin}.${tag.time_ms}.${nowMs}.${randomBytes(6).toString('hex')}`;
  return `${claim}.${macOf(claim, key)}`;
}

/** The tag if it is genuine and fresh, otherwise null: the call then counts as live. */
export function verifyTrafficTag(value: string, key: string, nowMs: number): TrafficTag | null {
  const parts = value.split('.');
  const [origin, time, signedAt, , mac] = parts;
  if (parts.length !== 5 || (origin !== 'demo' && origin !== 'test') || mac === undefined) return null;
  if (!secretsEqual(mac, macOf(parts.slice(0, 4).join('.'), key))) return null;
  const time_ms = Number(time);
  if (!Number.isSafeInteger(time_ms) || time_ms < 0) return null;
  if (Math.abs(nowMs - Number(signedAt)) > TAG_VALID_MS) return null;
  return { origin, time_ms };
}

function macOf(claim: string, key: string): string {
  return createHmac('sha256', key).update(claim).digest('base64url');
}

import { TRAFFIC_TAG_HEADER, type TrafficTag, verifyTrafficTag } from '@clawnex/shared/kernel/traffic-tag.ts';
import type { GuardrailBody } from '../blocks/guardrail-body.ts';
import { readHeader } from './read-caller.ts';

/** Guardrail parameter with the same tag, for clients that cannot set a header. */
const TAG_PARAMETER = 'clawnex_tag';

/** The demo or test mark of a call, if one is there and genuine. */
export function readTrafficTag(request: GuardrailBody, key: string, nowMs: number): TrafficTag | null {
  const tag =
    readHeader(request, TRAFFIC_TAG_HEADER) ?? request.additional_provider_specific_params?.[TAG_PARAMETER];
  return typeof tag === 'string' ? verifyTrafficTag(tag, key, nowMs) : null;
}

/** Origin and time of an event about a tagged call: the demo plays on its own time. */
export function tagEvent(
  tag: TrafficTag | null,
  nowMs: number,
): { origin: 'live' | 'demo' | 'test'; time: number } {
  return { origin: tag?.origin ?? 'live', time: tag?.origin === 'demo' ? tag.time_ms : nowMs };
}

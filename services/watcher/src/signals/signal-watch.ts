import { DIFF_LENGTH_MAX } from '@clawnex/proto/events/runtime.ts';
import type { OutgoingEvent } from '@clawnex/shared/bus/make-event.ts';
import { maskSecrets } from '@clawnex/shared/detection/excerpt.ts';
import type { Ruleset } from '@clawnex/shared/detection/ruleset.ts';
import { contentId } from '@clawnex/shared/kernel/ids.ts';
import type { DaemonContext } from '@clawnex/shared/kernel/lifecycle.ts';
import type { PositionBook } from '../follow/position-book.ts';
import type { Source } from '../sources/source.ts';
import { BootFiles } from './boot-files.ts';
import type { FileWriters } from './file-writers.ts';
import { diffLines } from './line-diff.ts';
import type { Signal } from './signal.ts';
import { readPromptReport, readStateRows } from './state-rows.ts';

const NAME_LENGTH_MAX = 512;
const PATH_LENGTH_MAX = 1_024;
/** Their cursor's offset: there, or gone. */
const [PRESENT, GONE] = [1, 0];

export interface SignalParts {
  readonly context: Pick<DaemonContext, 'host' | 'clock' | 'metrics'>;
  readonly positions: PositionBook;
  readonly ruleset: Ruleset;
  readonly writers: FileWriters;
  publish(events: readonly OutgoingEvent[]): Promise<void>;
}

/**
 * Watches what agents run on besides their logs. What a home holds at first sight is taken as it is; from then on each
 * change is told, once.
 */
export class SignalWatch {
  readonly #parts: SignalParts;
  readonly #files = new BootFiles();
  /** As they were told last: the text for a difference, and what to miss when it is gone. */
  readonly #known = new Map<string, Map<string, Signal>>();

  constructor(parts: SignalParts) {
    this.#parts = parts;
  }

  /** Looks at all homes; `sources` are the logs found in them. */
  async sweep(homes: readonly string[], sources: readonly Source[]): Promise<void> {
    for (const home of homes) {
      const signals = await this.#files.find(home);
      signals.push(...(await readStateRows(home)));
      for (const source of sources) {
        if (source.instance !== home || source.log_source !== 'openclaw_sqlite') continue;
        signals.push(...(await readPromptReport(source.path, source.agent)));
      }
      await this.#compare(home, signals);
    }
  }

  async #compare(home: string, signals: readonly Signal[]): Promise<void> {
    const { positions, publish, context } = this.#parts;
    const homeKey = contentId('signals', home);
    const firstSight = (await positions.get(homeKey)) === null;
    const before = this.#known.get(home) ?? new Map<string, Signal>();
    const now = new Map<string, Signal>();
    const events: OutgoingEvent[] = [];
    const advances: { readonly key: string; readonly hash: string; readonly offset: number }[] = [];
    for (const signal of signals) {
      const key = keyOf(home, signal);
      now.set(key, signal);
      const told = await positions.get(key);
      if (told?.identity === signal.hash && told.offset === PRESENT) continue;
      advances.push({ key, hash: signal.hash, offset: PRESENT });
      if (firstSight) continue;
      const change = told === null || told.offset === GONE ? 'appeared' : 'changed';
      events.push(this.#event(home, signal, change, told?.identity, before.get(key)));
    }
    for (const [key, signal] of before) {
      if (now.has(key) || signal.record === true) continue;
      advances.push({ key, hash: signal.hash, offset: GONE });
      events.push(this.#event(home, signal, 'removed', signal.hash, signal));
    }
    if (events.length > 0) await publish(events);
    context.metrics.add('runtime_changes', events.length);
    for (const { key, hash, offset } of advances)
      await positions.advance(key, { identity: hash, offset, path: home.slice(0, 4_096) });
    if (firstSight)
      await positions.advance(homeKey, { identity: 'seen', offset: 0, path: home.slice(0, 4_096) });
    this.#known.set(home, now);
  }

  #event(
    home: string,
    signal: Signal,
    change: 'appeared' | 'changed' | 'removed',
    beforeHash: string | undefined,
    before: Signal | undefined,
  ): OutgoingEvent {
    const { context, writers } = this.#parts;
    const removed = change === 'removed';
    const by = signal.by ?? writers.find(signal.name, signal.time_ms);
    const differs = change === 'changed' && before?.text !== undefined && signal.text !== undefined;
    const diff = differs
      ? this.#mask(diffLines(before.text, signal.text)).slice(0, DIFF_LENGTH_MAX)
      : undefined;
    return {
      type: 'runtime.changed',
      id: contentId(context.host, home, signal.what, signal.name, change, signal.hash, signal.time_ms ?? ''),
      time: removed || signal.time_ms === null ? context.clock.now() : Math.round(signal.time_ms),
      instance: home.slice(0, NAME_LENGTH_MAX),
      ...(signal.agent === undefined ? {} : { agent: signal.agent.slice(0, NAME_LENGTH_MAX) }),
      data: {
        what: signal.what,
        name: signal.name.slice(0, PATH_LENGTH_MAX),
        change,
        ...(by === undefined ? {} : { by: by.slice(0, NAME_LENGTH_MAX) }),
        ...(beforeHash === undefined || beforeHash === signal.hash ? {} : { before_hash: beforeHash }),
        ...(removed ? { before_hash: signal.hash } : { after_hash: signal.hash }),
        ...(diff === undefined ? {} : { diff }),
        ...(signal.detail === undefined ? {} : { detail: this.#mask(signal.detail).slice(0, 2_000) }),
      },
    };
  }

  #mask(text: string): string {
    return maskSecrets(text, this.#parts.ruleset);
  }
}

/** A record is told once; other things are told when they change. */
function keyOf(home: string, signal: Signal): string {
  return contentId('signal', home, signal.what, signal.name, signal.record === true ? signal.hash : '');
}

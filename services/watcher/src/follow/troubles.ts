import type { OutgoingEvent } from '@clawnex/shared/bus/make-event.ts';
import { contentId } from '@clawnex/shared/kernel/ids.ts';
import type { DaemonContext } from '@clawnex/shared/kernel/lifecycle.ts';
import type { Unreadable } from '../permissions/unreadable.ts';
import type { Notice } from '../sources/source.ts';

/** Longest text of a notice on the bus. */
const MESSAGE_LENGTH_MAX = 600;

/** What cannot be read right now, on show in health until it can; each new one is told once on the bus. */
export class Troubles {
  readonly #context: Pick<DaemonContext, 'health' | 'log' | 'host'>;
  readonly #known = new Map<string, string>();
  readonly #untold: OutgoingEvent[] = [];

  constructor(context: Pick<DaemonContext, 'health' | 'log' | 'host'>) {
    this.#context = context;
  }

  get size(): number {
    return this.#known.size;
  }

  /** What cannot be read now, and why. */
  all(): Unreadable[] {
    return [...this.#known].map(([path, message]) => ({ path, message }));
  }

  report({ path, message }: Unreadable): void {
    if (this.#known.get(path) === message) return;
    this.#known.set(path, message);
    this.#context.health.problem(`source ${path}`, message);
    this.#context.log.warn(message);
    this.#untold.push(noticed(contentId(this.#context.host, path, message), message));
  }

  clear(path: string): void {
    if (!this.#known.delete(path)) return;
    this.#context.health.problem(`source ${path}`, null);
  }

  /** After a look around: what is neither a source nor closed any more is no trouble. */
  keepOnly(paths: ReadonlySet<string>): void {
    for (const path of [...this.#known.keys()]) if (!paths.has(path)) this.clear(path);
  }

  /** Events about sources that became unreadable since this was asked last. */
  takeUntold(): OutgoingEvent[] {
    return this.#untold.splice(0);
  }

  /** Events about what was passed over, to travel with the entries around it. */
  noticesOf(notices: readonly Notice[]): OutgoingEvent[] {
    const passed = notices.filter((notice) => notice.kind === 'too_long');
    for (const notice of passed) this.#context.log.warn(notice.message);
    return passed.map((notice) => noticed(contentId(this.#context.host, notice.key), notice.message));
  }
}

function noticed(id: string, message: string): OutgoingEvent {
  return {
    type: 'daemon.noticed',
    id,
    data: { code: 'source_unreadable', message: message.slice(0, MESSAGE_LENGTH_MAX), count: 1 },
  };
}

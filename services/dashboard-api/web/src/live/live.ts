import { type LiveFrame, openStream, type Stream } from './stream.ts';

export interface LiveState {
  readonly status: 'connecting' | 'open' | 'lost' | 'ended';
  /** Since when, epoch ms. */
  readonly since: number;
  /** Next attempt, epoch ms, while lost. */
  readonly retry_at: number | null;
}

type TabMessage =
  | { readonly kind: 'state'; readonly state: LiveState }
  | { readonly kind: 'frame'; readonly frame: LiveFrame }
  | { readonly kind: 'gap' }
  | { readonly kind: 'ask' }
  | { readonly kind: 'retry' }
  | { readonly kind: 'signed_out' };

export type LiveListener = (
  message: LiveFrame | { readonly name: 'gap' } | { readonly name: 'signed_out' },
) => void;

/** Name of both the lock and the channel: all tabs of this origin share one stream. */
const LIVE_NAME = 'clawnex.live';

/**
 * The live feed of this tab. Of all tabs of the origin the holder of a Web Lock owns the one stream and passes every
 * frame on over a BroadcastChannel; when it closes, the browser hands the lock to the next tab. Without Web Locks
 * (plain http on a foreign address) each tab has its own stream.
 */
class Live {
  #state: LiveState = { status: 'connecting', since: Date.now(), retry_at: null };
  #stream: Stream | null = null;
  /** Highest revision seen, so that a tab that takes over the stream resumes where the other one ended. */
  #revision: number | null = null;
  #channel: BroadcastChannel | null = null;
  #release: (() => void) | null = null;
  #waiting: AbortController | null = null;
  readonly #stateListeners = new Set<() => void>();
  readonly #listeners = new Set<LiveListener>();

  readonly state = (): LiveState => this.#state;

  readonly subscribeState = (listener: () => void): (() => void) => {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  };

  /** Frames, `gap` (rows may have been missed: read again) and `signed_out` (in another tab). */
  readonly listen = (listener: LiveListener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  start(): void {
    if (this.#channel !== null) return;
    this.#setState({ status: 'connecting', since: Date.now(), retry_at: null });
    this.#channel = new BroadcastChannel(LIVE_NAME);
    this.#channel.onmessage = (event: MessageEvent<TabMessage>) => this.#receive(event.data);
    this.#post({ kind: 'ask' });
    const waiting = new AbortController();
    this.#waiting = waiting;
    if (!('locks' in navigator)) {
      this.#lead();
      return;
    }
    navigator.locks
      .request(LIVE_NAME, { signal: waiting.signal }, () => {
        if (waiting.signal.aborted) return undefined;
        this.#lead();
        return new Promise<void>((resolve) => {
          this.#release = resolve;
        });
      })
      // Aborted while waiting for the lock: this tab stopped first.
      .catch(() => undefined);
  }

  stop(): void {
    this.#waiting?.abort();
    this.#stream?.close();
    this.#stream = null;
    this.#release?.();
    this.#release = null;
    this.#channel?.close();
    this.#channel = null;
    this.#revision = null;
  }

  retryNow(): void {
    if (this.#stream !== null) this.#stream.retryNow();
    else this.#post({ kind: 'retry' });
  }

  announceSignedOut(): void {
    this.#post({ kind: 'signed_out' });
  }

  #lead(): void {
    this.#stream = openStream(this.#revision, {
      opened: (resumed) => {
        this.#share({ status: 'open', since: Date.now(), retry_at: null });
        if (!resumed) {
          this.#emit({ name: 'gap' });
          this.#post({ kind: 'gap' });
        }
      },
      frame: (frame) => {
        this.#emit(frame);
        this.#post({ kind: 'frame', frame });
      },
      lost: (retryAt) => {
        const since = this.#state.status === 'lost' ? this.#state.since : Date.now();
        this.#share({ status: 'lost', since, retry_at: retryAt });
      },
      ended: () => this.#share({ status: 'ended', since: Date.now(), retry_at: null }),
    });
  }

  #receive(message: TabMessage): void {
    switch (message.kind) {
      case 'state':
        if (this.#stream === null) this.#setState(message.state);
        return;
      case 'frame':
        if (this.#stream === null) this.#emit(message.frame);
        return;
      case 'gap':
        if (this.#stream === null) this.#emit({ name: 'gap' });
        return;
      case 'signed_out':
        this.#emit({ name: 'signed_out' });
        return;
      case 'ask':
        if (this.#stream !== null) this.#post({ kind: 'state', state: this.#state });
        return;
      case 'retry':
        this.#stream?.retryNow();
        return;
    }
  }

  #share(state: LiveState): void {
    this.#setState(state);
    this.#post({ kind: 'state', state });
  }

  #setState(state: LiveState): void {
    this.#state = state;
    for (const listener of this.#stateListeners) listener();
  }

  #emit(message: Parameters<LiveListener>[0]): void {
    if (message.name === 'exchanges' || message.name === 'reload') this.#revision = message.data.revision;
    for (const listener of [...this.#listeners]) listener(message);
  }

  #post(message: TabMessage): void {
    this.#channel?.postMessage(message);
  }
}

export const live = new Live();

import { sha256 } from '@clawnex/shared/kernel/ids.ts';
import { RecentMap } from '../recent-map.ts';
import { PromptSketch } from './prompt-sketch.ts';

/** A fleet has some dozens of system prompts; some 0.3 MB each at most. */
const PROMPTS_MAX = 200;
/** Calls whose answer is still to come. */
const CALLS_MAX = 20_000;

/** Remembers which system prompt each call had, so that its answer can be compared. */
export class SystemPrompts {
  readonly #sketches = new RecentMap<PromptSketch>(PROMPTS_MAX);
  readonly #byCall = new RecentMap<PromptSketch>(CALLS_MAX);

  remember(callId: string, blocks: readonly { readonly origin: string; readonly text: string }[]): void {
    const text = blocks
      .filter(({ origin }) => origin === 'system')
      .map((block) => block.text)
      .join('\n');
    if (text === '') return;
    const hash = sha256(text);
    let sketch = this.#sketches.get(hash);
    if (sketch === undefined) {
      sketch = new PromptSketch(text);
      this.#sketches.set(hash, sketch);
    }
    if (sketch.isTelling) this.#byCall.set(callId, sketch);
  }

  of(callId: string): PromptSketch | undefined {
    return this.#byCall.get(callId);
  }
}

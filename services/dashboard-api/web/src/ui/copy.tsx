import { useRef, useState } from 'react';
import { Glyph } from './button.tsx';
import css from './copy.module.css';
import { revealName } from './reveal.ts';

/** How long "copied" stands in place of the value. */
const SAID_MS = 1_200;

/** Says whether it worked: the clipboard can be forbidden. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** An id or hash that copies itself; what is copied is the raw value. */
export function CopyValue({ value, label, shown }: { value: string; label: string; shown?: string }) {
  const [said, setSaid] = useState<string | null>(null);
  const timer = useRef<number | undefined>(undefined);
  return (
    <button
      type="button"
      className={css['copy']}
      title={`Copy ${label}: ${revealName(value)}`}
      onClick={async () => {
        const done = await copyText(value);
        setSaid(done ? 'copied' : 'the browser refused: select and copy by hand');
        window.clearTimeout(timer.current);
        timer.current = window.setTimeout(() => setSaid(null), SAID_MS);
      }}
    >
      <span role="status">{said ?? shown ?? revealName(value)}</span>
      <Glyph name="copy" />
    </button>
  );
}

// biome-ignore-all lint/a11y/useSemanticElements: roles stand where the native element cannot do it (virtual rows, scrolling regions, pointed-at options)
import css from './diff.module.css';
import { revealName } from './reveal.ts';

/** A unified difference that others wrote: each line by its sign and colour, hidden characters named, nothing rendered. */
export function DiffText({ text, label }: { text: string; label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
    <pre className={css['diff']} tabIndex={0} role="region" aria-label={label}>
      {text.split('\n').map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines never move
        <span key={index} className={css[kindOf(line)]}>
          {revealName(line)}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}

function kindOf(line: string): 'in' | 'out' | 'place' | 'same' {
  if (line.startsWith('+')) return 'in';
  if (line.startsWith('-')) return 'out';
  return line.startsWith('@@') ? 'place' : 'same';
}

// biome-ignore-all lint/a11y/useSemanticElements: roles stand where the native element cannot do it (virtual rows, scrolling regions, pointed-at options)
import { type Highlight, revealName, revealText } from './reveal.ts';
import css from './untrusted.module.css';

/** Text that others wrote: plain, bordered, never a link, never rendered; hits marked, hidden characters named. */
export function UntrustedText({
  text,
  highlights = [],
  label,
}: {
  text: string;
  highlights?: readonly Highlight[];
  label: string;
}) {
  let offset = 0;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
    <pre className={css['block']} tabIndex={0} role="region" aria-label={label}>
      {revealText(text, highlights).map((segment) => {
        const key = offset;
        offset += segment.text.length;
        const content =
          segment.shown === null ? (
            segment.text
          ) : (
            <span className={css['hidden']} title="Hidden character, made visible">
              {segment.shown}
            </span>
          );
        if (segment.rule === null) return <span key={key}>{content}</span>;
        return (
          <mark key={key} className={css['hit']} title={`Hit of ${segment.rule}`}>
            {content}
          </mark>
        );
      })}
    </pre>
  );
}

/** A name given by another program (agent, model, session, key), on one line. */
export function ForeignText({ text }: { text: string }) {
  return <bdi dir="ltr">{revealName(text)}</bdi>;
}

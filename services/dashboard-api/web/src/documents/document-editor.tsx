import type { ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { ScrollRegion } from '../ui/scroll-region.tsx';
import css from './document-editor.module.css';

interface Props {
  label: string;
  /** Over the editor: what it is, and since when. */
  about: ReactNode;
  value: string;
  onChange: (value: string) => void;
  /** What the check says of it now. */
  verdict: ReactNode;
  readOnly: boolean;
  save: { readonly verb: string; readonly cannot: string | null; readonly run: () => void };
  /** Null while nothing is changed. */
  onReset: (() => void) | null;
  actions?: ReactNode;
  /** Beside the editor: what would change, who changed it before. */
  children: ReactNode;
}

/** A document in YAML: written on one side, judged on the other, put in force with a reason. */
export function DocumentEditor(props: Props) {
  return (
    <ScrollRegion label={props.label} className={css['document']}>
      <div className={css['editor']}>
        <div className={css['about']}>{props.about}</div>
        <textarea
          className={css['text']}
          aria-label={`${props.label}, as YAML`}
          spellCheck={false}
          autoCapitalize="none"
          autoComplete="off"
          wrap="off"
          readOnly={props.readOnly}
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
        />
        <div className={css['verdict']} role="status">
          {props.verdict}
        </div>
        <div className={css['foot']}>
          <Button kind="primary" disabledReason={props.save.cannot} onClick={props.save.run}>
            {props.save.verb}
          </Button>
          <Button
            disabledReason={props.onReset === null ? 'Nothing is changed' : null}
            onClick={() => props.onReset?.()}
          >
            Drop my changes
          </Button>
          {props.actions}
        </div>
      </div>
      <div className={css['side']}>{props.children}</div>
    </ScrollRegion>
  );
}

export function SidePart({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <section className={css['part']}>
      <h2>{heading}</h2>
      {children}
    </section>
  );
}

import type { ExchangeDetail } from '@clawnex/proto/http/dashboard/exchanges.ts';
import type { Detection, ScannedBlock } from '@clawnex/proto/scan.ts';
import type { ReactNode } from 'react';
import { Value } from '../list/filter-in.tsx';
import { CopyValue } from '../ui/copy.tsx';
import { formatCount, formatWord, plural } from '../ui/format.ts';
import { SeverityPill, VerdictPill } from '../ui/mark.tsx';
import { UntrustedText } from '../ui/untrusted.tsx';
import css from './evidence.module.css';
import { ScoreLedger } from './score-ledger.tsx';

type RuleInfo = ExchangeDetail['rules'][number];

interface Props {
  block: ScannedBlock;
  /** Null = what the rules say is left out. */
  rules: readonly RuleInfo[] | null;
  /** What can be done about a hit. */
  except?: (detection: Detection, block: ScannedBlock) => ReactNode;
}

/** One scanned block: who wrote it, what was found, how it looks, how the score came about. */
export function BlockEvidence({ block, rules, except }: Props) {
  return (
    <div className={css['block']}>
      <div className={css['blockHead']}>
        <strong>
          Block {block.index}: {formatWord(block.origin)}
        </strong>
        <VerdictPill verdict={block.verdict} />
        <span title="The block's own score, 0 to 100">score {block.score}</span>
        <span className={css['dim']} title="UTF-16 code units of the whole block">
          {plural(block.length, 'character')}
        </span>
        <CopyValue
          value={block.hash}
          shown={`sha256 ${block.hash.slice(0, 12)}…`}
          label="SHA-256 of the block's text"
        />
      </div>
      {block.excerpts.map((excerpt) => {
        const caption = `Characters ${formatCount(excerpt.start)} to ${formatCount(excerpt.start + excerpt.text.length)}`;
        return (
          <div key={excerpt.start} className={css['excerpt']}>
            <span className={css['caption']}>{caption}; secrets are masked, hidden characters named</span>
            <UntrustedText
              text={excerpt.text}
              highlights={excerpt.highlights}
              label={`Excerpt of block ${block.index}, ${caption.toLowerCase()}`}
            />
          </div>
        );
      })}
      {block.detections.map((detection) => (
        <DetectionView
          key={`${detection.rule} ${detection.view}`}
          detection={detection}
          act={except?.(detection, block)}
          rule={rules === null ? null : rules.find((each) => each.id === detection.rule)}
        />
      ))}
      <ScoreLedger block={block} />
    </div>
  );
}

/** One rule's hit: how grave, how sure, what the rule says of it, and what can be done about it. */
export function DetectionView(props: {
  detection: Detection;
  rule: RuleInfo | null | undefined;
  act: ReactNode;
}) {
  const { detection, rule, act } = props;
  return (
    <div className={css['detection']}>
      <div className={css['detectionHead']}>
        <SeverityPill severity={detection.severity} />
        {rule === null || rule === undefined ? null : <strong>{rule.title}</strong>}
        <span className={css['mono']}>
          <Value field="rule" value={detection.rule} reachable />
        </span>
        <span className={css['dim']}>
          <Value field="category" value={detection.category} reachable>
            {formatWord(detection.category)}
          </Value>
        </span>
        <span className={css['dim']} title="How sure the rule is that this is what it looks for">
          {Math.round(detection.confidence * 100)} % sure
        </span>
        <span className={css['dim']} title="The reading of the text in which it was found">
          {plural(detection.count, 'hit')} in{' '}
          {detection.view === 'raw' ? 'the text as written' : `view ${detection.view}`}
        </span>
      </div>
      {rule === null ? null : rule === undefined ? (
        <p className={css['dim']}>The rule as it was then is not stored.</p>
      ) : (
        <>
          <p>{rule.why}</p>
          <p className={css['dim']}>To verify: {rule.verify}</p>
        </>
      )}
      {act === undefined || act === null ? null : <div className={css['act']}>{act}</div>}
    </div>
  );
}

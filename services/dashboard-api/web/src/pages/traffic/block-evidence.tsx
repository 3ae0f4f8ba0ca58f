import type { ExchangeDetail } from '@clawnex/proto/http/dashboard/exchanges.ts';
import type { Detection, ScannedBlock } from '@clawnex/proto/scan.ts';
import { Value } from '../../list/filter-in.tsx';
import { CopyValue } from '../../ui/copy.tsx';
import { formatCount, formatWord, plural } from '../../ui/format.ts';
import { SeverityPill, VerdictPill } from '../../ui/mark.tsx';
import { UntrustedText } from '../../ui/untrusted.tsx';
import css from './exchange-detail.module.css';
import { ScoreLedger } from './score-ledger.tsx';

type RuleInfo = ExchangeDetail['rules'][number];

/** One scanned block: who wrote it, what was found, how it looks, how the score came about. */
export function BlockEvidence({ block, rules }: { block: ScannedBlock; rules: readonly RuleInfo[] }) {
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
          rule={rules.find((each) => each.id === detection.rule)}
        />
      ))}
      <ScoreLedger block={block} />
    </div>
  );
}

function DetectionView({ detection, rule }: { detection: Detection; rule: RuleInfo | undefined }) {
  return (
    <div className={css['detection']}>
      <div className={css['detectionHead']}>
        <SeverityPill severity={detection.severity} />
        <strong>{rule?.title ?? detection.rule}</strong>
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
      {rule === undefined ? (
        <p className={css['dim']}>The rule as it was then is not stored.</p>
      ) : (
        <>
          <p>{rule.why}</p>
          <p className={css['dim']}>To verify: {rule.verify}</p>
        </>
      )}
    </div>
  );
}

import type { ScannedBlock } from '@clawnex/proto/scan.ts';
import css from './evidence.module.css';

/** Points come with decimals: more would pretend to a precision the score does not have. */
function formatPoints(points: number): string {
  const text = String(Number(Math.abs(points).toFixed(1)));
  return `${points < 0 ? '−' : '+'}${text}`;
}

/** Why the score is what it is: each contribution, their sum, and what the sum became. */
export function ScoreLedger({ block }: { block: Pick<ScannedBlock, 'ledger' | 'score' | 'verdict'> }) {
  if (block.ledger.length === 0) {
    return <p className={css['dim']}>Score {block.score}: nothing added to it or took from it.</p>;
  }
  const sum = block.ledger.reduce((total, entry) => total + entry.points, 0);
  const saturated = Math.round(sum) !== block.score;
  return (
    <table className={css['ledger']}>
      <caption>What the score is made of</caption>
      <thead>
        <tr>
          <th scope="col">Source</th>
          <th scope="col">Why</th>
          <th scope="col">Points</th>
        </tr>
      </thead>
      <tbody>
        {block.ledger.map((entry, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one source can stand twice, and lines never move
          <tr key={index}>
            <td className={css['mono']}>{entry.source}</td>
            <td>{entry.reason}</td>
            <td>{formatPoints(entry.points)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={2}>
            Sum of the points
          </th>
          <td>{formatPoints(sum)}</td>
        </tr>
        <tr>
          <th scope="row" colSpan={2}>
            Score, verdict {block.verdict}
            {saturated ? <span className={css['dim']}> (the sum, held to 0 to 100)</span> : null}
          </th>
          <td>{block.score}</td>
        </tr>
      </tfoot>
    </table>
  );
}

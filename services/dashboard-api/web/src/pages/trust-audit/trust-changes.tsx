import { useQuery } from '@tanstack/react-query';
import listCss from '../../list/list.module.css';
import { plural } from '../../ui/format.ts';
import { Age } from '../../ui/time.tsx';
import { ForeignText } from '../../ui/untrusted.tsx';
import css from './trust-audit.module.css';
import { trustChangesQuery, trustDetailsQuery } from './trust-queries.ts';

/** What the last runs changed, and how many findings somebody accepted. */
export function TrustChanges() {
  const { data } = useQuery(trustChangesQuery);
  const { data: details } = useQuery(trustDetailsQuery);
  const accepted = details?.rows.filter(({ acceptance }) => acceptance !== null).length ?? 0;
  const newest = [...new Map((data?.rows ?? []).toReversed().map((row) => [row.host, row])).values()];
  return (
    <>
      {newest.map((row) => (
        <details key={row.host} className={css['drift']}>
          <summary>
            <ForeignText text={row.host} />, <Age at={row.at} suffix=" ago" />: {row.appeared.length}{' '}
            appeared, {row.gone.length} gone, highest risk {row.highest_risk_before.toFixed(0)} →{' '}
            {row.highest_risk_after.toFixed(0)}
            {row.new_ways.length === 0 ? '' : `, ${plural(row.new_ways.length, 'new way')} in`}
          </summary>
          <ul>
            {[
              ...row.new_ways.map((words) => `New way: ${words}`),
              ...row.appeared.map((id) => `Appeared: ${id}`),
              ...row.gone.map((id) => `Gone: ${id}`),
            ].map((line) => (
              <li key={line}>
                <ForeignText text={line} />
              </li>
            ))}
          </ul>
        </details>
      ))}
      {accepted === 0 ? null : (
        <p className={listCss['about']}>
          {plural(accepted, 'finding')} accepted for a time; they stand in the list.
        </p>
      )}
    </>
  );
}

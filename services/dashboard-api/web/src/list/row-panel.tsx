import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useContext } from 'react';
import { Panel } from '../ui/panel.tsx';
import { ListContext } from './list-context.ts';
import type { ListBase } from './list-spec.ts';

/** The panel of a row opened beside its list, or alone on the page. Closing steps back: page, panel, list. */
export function RowPanel(props: {
  base: ListBase;
  id: string;
  label: string;
  title: ReactNode;
  children: ReactNode;
}) {
  const { base, id } = props;
  const navigate = useNavigate();
  const steps = useContext(ListContext);
  const { as } = useSearch({ from: '/frame' });
  const alone = as === 'page';
  const to = `${base}/$id` as const;
  return (
    <Panel
      label={props.label}
      title={props.title}
      as={alone ? 'page' : 'panel'}
      steps={steps}
      onClose={() =>
        void (alone
          ? navigate({ to, params: { id }, search: ({ as: _as, ...view }) => view })
          : navigate({ to: base, search: (view) => view }))
      }
      onExpand={
        alone
          ? undefined
          : () => void navigate({ to, params: { id }, search: (view) => ({ ...view, as: 'page' }) })
      }
    >
      {props.children}
    </Panel>
  );
}

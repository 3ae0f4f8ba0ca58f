import { PERMISSION } from '@clawnex/proto/permission-names.ts';
import { useNavigate } from '@tanstack/react-router';
import { RANGE_NAMES, RANGES, withRange } from '../../view-search.ts';
import { KeyCap } from '../button.tsx';
import { type Choice, Combobox } from '../combobox.tsx';
import { Dialog } from '../dialog.tsx';
import { THEMES, themeChoice } from '../theme.ts';
import { useMe } from './me.ts';
import { NAV_PAGES, NAV_PARTS } from './nav.ts';
import { toggleRail } from './rail.tsx';

/** Go, act, find: everything the frame can do, by typing. */
export function Palette(props: { onClose: () => void; onKeyMap: () => void; onSignOut: () => void }) {
  const navigate = useNavigate();
  const me = useMe();
  const act = (id: string, group: string, label: string, run: () => void, end?: Choice['end']): Choice => ({
    id,
    group,
    label,
    ...(end === undefined ? {} : { end }),
    run: () => {
      props.onClose();
      run();
    },
  });
  const fixed: readonly Choice[] = [
    ...NAV_PAGES.filter((page) => me.permissions.includes(page.permission)).map((page) =>
      act(
        page.to,
        'go',
        page.label,
        () => void navigate({ to: page.to, search: (view) => view }),
        <KeyCap name={page.key} />,
      ),
    ),
    ...NAV_PARTS.filter(({ permission }) => me.permissions.includes(permission)).flatMap(({ page, parts }) =>
      parts.map(({ to, label }) =>
        act(to, 'go', `${page}: ${label}`, () => void navigate({ to, search: (view) => view })),
      ),
    ),
    ...RANGE_NAMES.map((name) =>
      act(
        `range-${name}`,
        'range',
        `Show the ${RANGES[name].label}`,
        () => void navigate({ to: '.', search: (view) => withRange(view, name) }),
      ),
    ),
    ...THEMES.map((theme) =>
      act(`theme-${theme}`, 'act', `Theme ${theme === 'system' ? 'as the system' : theme}`, () =>
        themeChoice.write(theme),
      ),
    ),
    act('rail', 'act', 'Collapse or widen the rail', toggleRail, <KeyCap name="rail" />),
    act('keys', 'act', 'Show the keys', props.onKeyMap, <KeyCap name="help" />),
    act('sign-out', 'act', 'Sign out', props.onSignOut),
  ];

  function choose(typed: string): readonly Choice[] {
    const words = typed.toLowerCase().split(/\s+/);
    const found = fixed.filter(({ group, label }) => {
      const text = `${group} ${label}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
    if (typed === '' || !me.permissions.includes(PERMISSION.readTraffic)) return found;
    const find = act(
      'find',
      'find',
      `Open the exchange with call id ${typed}`,
      () => void navigate({ to: '/traffic/$callId', params: { callId: typed }, search: (view) => view }),
    );
    return [...found, find];
  }

  return (
    <Dialog title="Go, act, find" onClose={props.onClose}>
      <Combobox
        label="Go, act, find"
        placeholder="A page, an action, or a call id"
        choose={choose}
        none="Nothing matches."
      />
    </Dialog>
  );
}

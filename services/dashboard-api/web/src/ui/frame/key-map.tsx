import { KeyCap } from '../button.tsx';
import { Dialog } from '../dialog.tsx';
import { KEY_MAP, type KeyName } from '../keys.ts';
import css from './key-map.module.css';

export function KeyMap({ onClose }: { onClose: () => void }) {
  // Object.keys of a literal: its own key names.
  const names = Object.keys(KEY_MAP) as readonly KeyName[];
  const groups = [...new Set(names.map((name) => KEY_MAP[name].group))];
  return (
    <Dialog title="Keys" onClose={onClose}>
      {groups.map((group) => (
        <section key={group} className={css['group']}>
          <h2>{group}</h2>
          <ul>
            {names
              .filter((name) => KEY_MAP[name].group === group)
              .map((name) => (
                <li key={name} className={css['row']}>
                  <span>{KEY_MAP[name].label}</span>
                  <KeyCap name={name} />
                </li>
              ))}
          </ul>
        </section>
      ))}
    </Dialog>
  );
}

// biome-ignore-all lint/a11y/useSemanticElements: roles stand where the native element cannot do it (virtual rows, scrolling regions, pointed-at options)
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import css from './menu.module.css';

interface MenuItem {
  readonly label: ReactNode;
  readonly run: () => void;
  readonly hint?: ReactNode;
  /** Present = a choice that is on or off. */
  readonly checked?: boolean;
  /** Keeps the menu open, for several choices in a row. */
  readonly stays?: boolean;
}
export interface MenuSection {
  readonly heading?: string;
  readonly items: readonly MenuItem[];
}

/** Kept free between a menu and the window's edge. */
const EDGE_PX = 8;

/** A menu at an element, on the native popover: light dismiss and Esc come with it. Arrow keys move, letters find. */
export function Menu(props: {
  label: string;
  anchor: Element;
  sections: readonly MenuSection[];
  onClose: () => void;
}) {
  const element = useRef<HTMLDivElement>(null);
  const { anchor, onClose } = props;
  useEffect(() => {
    const menu = element.current;
    if (menu === null) return undefined;
    const before = document.activeElement;
    menu.showPopover();
    place(menu, anchor);
    menu.querySelector<HTMLElement>('[role^="menuitem"]')?.focus();
    return () => {
      const inside = menu.contains(document.activeElement) || document.activeElement === document.body;
      if (inside && before instanceof HTMLElement) before.focus();
    };
  }, [anchor]);

  function onKeyDown(event: KeyboardEvent): void {
    const items = [...(element.current?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])];
    const at = items.findIndex((item) => item.matches(':focus'));
    const to = nextItem(event.key, at, items);
    if (to !== null) {
      event.preventDefault();
      to.focus();
    }
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      event.stopPropagation();
      onClose();
    }
  }

  return (
    <div
      ref={element}
      popover="auto"
      role="menu"
      tabIndex={-1}
      aria-label={props.label}
      className={css['menu']}
      onKeyDown={onKeyDown}
      onToggle={(event) => {
        if (event.newState === 'closed') onClose();
      }}
    >
      {props.sections.map((section, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: sections never move
        <div key={index} role="group" aria-label={section.heading}>
          {section.heading === undefined ? null : (
            <div className={css['heading']} aria-hidden="true">
              {section.heading}
            </div>
          )}
          {section.items.map((item, itemIndex) => (
            // biome-ignore lint/a11y/useAriaPropsSupportedByRole: the role is menuitemcheckbox wherever it is checked
            <button
              // biome-ignore lint/suspicious/noArrayIndexKey: items never move while the menu is open
              key={itemIndex}
              type="button"
              tabIndex={-1}
              role={item.checked === undefined ? 'menuitem' : 'menuitemcheckbox'}
              aria-checked={item.checked}
              className={css['item']}
              onClick={() => {
                if (item.stays !== true) onClose();
                item.run();
              }}
            >
              {item.checked === undefined ? null : (
                <span className={css['check']} aria-hidden="true">
                  {item.checked ? '✓' : ''}
                </span>
              )}
              <span>{item.label}</span>
              {item.hint === undefined ? null : <span className={css['end']}>{item.hint}</span>}
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}

function nextItem(key: string, at: number, items: readonly HTMLElement[]): HTMLElement | null {
  const count = items.length;
  if (key === 'ArrowDown' || key === 'j') return items[(at + 1) % count] ?? null;
  if (key === 'ArrowUp' || key === 'k') return items[(at - 1 + count) % count] ?? null;
  if (key === 'Home') return items[0] ?? null;
  if (key === 'End') return items[count - 1] ?? null;
  return null;
}

function place(menu: HTMLElement, anchor: Element): void {
  const box = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const left = Math.max(EDGE_PX, Math.min(box.left, window.innerWidth - width - EDGE_PX));
  const below = box.bottom + 4;
  const top = below + height > window.innerHeight - EDGE_PX ? Math.max(EDGE_PX, box.top - height - 4) : below;
  menu.style.left = `${left}px`;
  menu.style.top = `${top}px`;
}

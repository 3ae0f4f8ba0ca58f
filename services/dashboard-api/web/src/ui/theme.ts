import { storedChoice } from './stored.ts';

export type Theme = 'system' | 'dark' | 'light';
export const THEMES: readonly Theme[] = ['system', 'dark', 'light'];

export const themeChoice = storedChoice<Theme>(
  'theme',
  'system',
  (value) => THEMES.find((theme) => theme === value) ?? null,
);

/** public/theme.js does this once before the first paint; from then on it follows the choice. */
export function applyTheme(): void {
  const theme = themeChoice.read();
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

/** Calls back whenever the colours in force change, by choice or with the system. */
export function onThemeChange(listener: () => void): () => void {
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', listener);
  const stop = themeChoice.subscribe(() => queueMicrotask(listener));
  return () => {
    system.removeEventListener('change', listener);
    stop();
  };
}

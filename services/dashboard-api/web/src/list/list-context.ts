import { createContext } from 'react';
import type { Steps } from '../ui/panel.tsx';

/** What the list offers to a panel beside it: its place in the filtered list and the way to its neighbours. */
export const ListContext = createContext<Steps | null>(null);

import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { failureOf, queryClient } from './api/queries.ts';
import { createAppRouter } from './routes.tsx';
import './ui/tokens.css';
import './ui/base.css';
import { applyTheme, themeChoice } from './ui/theme.ts';

applyTheme();
themeChoice.subscribe(applyTheme);

const router = createAppRouter();

// A session can end at any call; wherever that shows, the way leads to sign-in and back.
queryClient.getQueryCache().subscribe(({ type, query }) => {
  if (type !== 'updated' || query.state.error === null || query.queryKey[0] === 'me') return;
  if (failureOf(query.state.error).code !== 'not_signed_in') return;
  void queryClient.invalidateQueries({ queryKey: ['me'], refetchType: 'none' });
  void router.invalidate();
});

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root".');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);

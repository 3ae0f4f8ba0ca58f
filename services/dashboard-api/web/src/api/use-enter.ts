import { useMutation } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import type { Outcome } from './client.ts';
import { meQuery, queryClient, unwrap } from './queries.ts';
import type { RouteAnswer } from './routes.ts';

/** A call that begins a session: what anybody read before is forgotten, and the way leads to `next`. */
export function useEnter(enter: () => Promise<Outcome<RouteAnswer<'readMe'>>>, next: string) {
  const router = useRouter();
  return useMutation({
    mutationFn: async () => unwrap(await enter()),
    onSuccess: (me) => {
      queryClient.clear();
      queryClient.setQueryData(meQuery.queryKey, me);
      router.history.replace(next);
    },
  });
}

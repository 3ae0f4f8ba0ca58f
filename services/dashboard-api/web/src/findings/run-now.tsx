import { PERMISSION } from '@clawnex/proto/permission-names.ts';
import { useMutation } from '@tanstack/react-query';
import type { Outcome } from '../api/client.ts';
import { failureOf, queryClient, unwrap } from '../api/queries.ts';
import { Button } from '../ui/button.tsx';
import { plural } from '../ui/format.ts';
import { useDenial } from '../ui/frame/me.ts';
import { say } from '../ui/toast.tsx';

interface Ended {
  readonly findings: number;
  readonly failed: number;
}

/** Starts a run and waits for its end; what it found is then read again. */
export function RunNow({ verb, run }: { verb: string; run: () => Promise<Outcome<Ended>> }) {
  const denial = useDenial(PERMISSION.runPosture, 'start a run', ['admin', 'responder', 'analyst']);
  const start = useMutation({
    mutationFn: async () => unwrap(await run()),
    onSuccess: ({ findings, failed }) => say(`Done: ${plural(findings, 'result')}, ${failed} failed.`),
    onSettled: () => void queryClient.invalidateQueries({ queryKey: ['findings'] }),
  });
  return (
    <>
      {start.error === null ? null : (
        <span role="alert">It did not run. {failureOf(start.error).message}</span>
      )}
      <Button
        kind="primary"
        disabledReason={denial ?? (start.isPending ? 'It is running' : null)}
        onClick={() => start.mutate()}
      >
        {start.isPending ? 'Running…' : verb}
      </Button>
    </>
  );
}

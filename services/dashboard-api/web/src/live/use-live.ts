import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import { infrastructureQuery, policyQuery, queryClient } from '../api/queries.ts';
import { type LiveListener, type LiveState, live } from './live.ts';

export function useLiveState(): LiveState {
  return useSyncExternalStore(live.subscribeState, live.state);
}

export function useLiveFrames(listener: LiveListener): void {
  const onFrame = useEffectEvent(listener);
  useEffect(() => live.listen((frame) => onFrame(frame)), []);
}

/** Runs the feed while somebody is signed in, and puts what it brings where the pages read. */
export function useLiveFeed(onSignedOut: () => void): void {
  const { status } = useLiveState();
  useEffect(() => {
    live.start();
    return () => live.stop();
  }, []);
  useLiveFrames((frame) => {
    if (frame.name === 'infrastructure') queryClient.setQueryData(infrastructureQuery.queryKey, frame.data);
    if (frame.name === 'policy') queryClient.setQueryData(policyQuery.queryKey, frame.data);
    if (frame.name === 'exchanges') {
      for (const row of frame.data.rows) {
        void queryClient.invalidateQueries({ queryKey: ['exchange', row.call_id] });
      }
    }
    if (frame.name === 'signed_out') onSignedOut();
  });
  const ended = useEffectEvent(onSignedOut);
  useEffect(() => {
    if (status === 'ended') ended();
  }, [status]);
}

import type { LiveTopic } from '@clawnex/proto/live.ts';
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import { infrastructureQuery, policyQuery, queryClient } from '../api/queries.ts';
import { controlsChanged } from '../shield/controls.ts';
import { type LiveListener, type LiveState, live } from './live.ts';

/** Queries, by the first word of their key, that show rows of a topic. */
const SHOWN_FROM: Record<LiveTopic, readonly string[]> = {
  exchanges: [],
  scans: [],
  alerts: ['incident'],
  incidents: ['incidents', 'incident'],
  findings: ['findings'],
  sessions: ['sessions'],
};

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
    if (frame.name === 'controls' || frame.name === 'gap') controlsChanged();
    if (frame.name === 'changed') {
      for (const topic of frame.data.topics) {
        for (const key of SHOWN_FROM[topic]) void queryClient.invalidateQueries({ queryKey: [key] });
      }
    }
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

import type { CommandResponse } from '@clawnex/proto/commands.ts';
import type { Follower } from './follow/follower.ts';
import type { Rescan } from './follow/rescan.ts';
import type { ListedSource } from './follow/source-list.ts';

/** Sources that an answer names; the rest is counted. An answer must fit into a message of the bus. */
const SOURCES_NAMED_MAX = 200;
/** Longest path that an answer carries. */
const PATH_LENGTH_MAX = 1_024;
const NAME_LENGTH_MAX = 512;

/** What is watched, how far it was read and what cannot be. */
export function watchStatus(follower: Follower, rescan: Rescan): CommandResponse<'watch_status'> {
  const sources = follower.sources.all();
  return {
    sources_total: sources.length,
    sources: sources.slice(0, SOURCES_NAMED_MAX).map(toRow),
    unreadable: follower.troubles
      .all()
      .slice(0, SOURCES_NAMED_MAX)
      .map(({ path, message }) => ({ path: path.slice(0, PATH_LENGTH_MAX), message: message.slice(0, 600) })),
    bytes: progressOf(follower, sources, 'bytes'),
    rows: progressOf(follower, sources, 'rows'),
    rescan: rescan.state(),
  };
}

function toRow({ source, total, behind }: ListedSource) {
  return {
    runtime: source.runtime,
    log_source: source.log_source,
    instance: source.instance.slice(0, NAME_LENGTH_MAX),
    agent: source.agent.slice(0, NAME_LENGTH_MAX),
    path: source.path.slice(0, PATH_LENGTH_MAX),
    unit: source.unit,
    total,
    done: total === null || behind === null ? null : Math.max(0, total - behind),
    modified_ms: Math.max(0, Math.round(source.modified_ms)),
  };
}

function progressOf(follower: Follower, sources: readonly ListedSource[], unit: 'bytes' | 'rows') {
  const ofUnit = sources.filter((listed) => listed.source.unit === unit);
  const total = ofUnit.reduce((sum, listed) => sum + (listed.total ?? 0), 0);
  const behind = ofUnit.reduce((sum, listed) => sum + (listed.behind ?? 0), 0);
  const per_second = follower.rate.perSecond(unit);
  const known = per_second !== null && per_second > 0;
  return {
    total,
    done: Math.max(0, total - behind),
    per_second,
    /** Unknown while nothing tells how fast it goes. */
    left_s: behind === 0 ? 0 : known ? Math.ceil(behind / per_second) : null,
  };
}

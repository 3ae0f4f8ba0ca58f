import { posix } from 'node:path';
import { findBootFiles } from '../../agents/boot-files.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, notApplicable, notEvaluated, pass } from '../results.ts';

const SYNCED =
  /\/(?:Library\/Mobile Documents|Library\/CloudStorage|iCloud Drive|Dropbox|OneDrive[^/]{0,60}|Google ?Drive|pCloudDrive|Nextcloud|Syncthing|Sync)(?:\/|$)/i;

export const syncedState: HostCheck = {
  id: 'AI-21',
  category: 'ai_runtime',
  title: 'State of an agent lies in a synchronised folder',
  why: 'Transcripts and keys are copied to a cloud and to every machine that is joined to it, and changes made there come back.',
  severity: 'medium',
  reads: ['paths and links of agents’ state folders and workspaces'],
  platforms: ['linux', 'darwin'],
  fix: 'Move the folder to the local disk (mv <folder> ~/.openclaw) and remove the link to it.',
  references: ['owasp-llm.llm02-2025', 'nist-800-53.sc-28'],
  async evaluate(facts) {
    const unseen = facts.homes.gaps.map(({ path, reason }) => notEvaluated(path, reason));
    if (facts.homes.agents.length === 0 && unseen.length > 0) return unseen;
    if (facts.homes.agents.length === 0)
      return [notApplicable('homes', 'No home has a folder of an agent runtime.')];
    const results = await Promise.all(
      facts.homes.agents.map(async ({ path }) => {
        const target = await facts.root.linkTarget(path);
        const place = [path, target === null ? path : posix.resolve(posix.dirname(path), target)].find(
          (text) => SYNCED.test(text),
        );
        return place === undefined
          ? pass(path, 'Not in a synchronised folder.')
          : fail(path, `It lies in ${place}.`);
      }),
    );
    const workspace = (await findBootFiles(facts)).paths.find((path) => SYNCED.test(path));
    const own =
      workspace === undefined ? [] : [fail(workspace, 'The workspace lies in a synchronised folder.')];
    return [...results, ...own, ...unseen];
  },
};

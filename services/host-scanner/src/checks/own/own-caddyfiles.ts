import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import { expand } from '@clawnex/shared/posture/expand.ts';
import type { HostFacts } from '../../facts.ts';
import { notEvaluated } from '../results.ts';

const FILE_BYTES_MAX = 1_048_576;
const CADDY_FILES = [
  '/etc/caddy/Caddyfile',
  '/etc/caddy/*.caddy',
  '/opt/clawnex/Caddyfile',
  '/usr/local/etc/Caddyfile',
];

/** Caddyfiles that serve the dashboard, and those that could not be read. */
export async function ownCaddyfiles({ root }: HostFacts): Promise<{
  readonly files: { path: string; text: string }[];
  readonly results: CheckResult[];
}> {
  const files: { path: string; text: string }[] = [];
  const results: CheckResult[] = [];
  for (const pattern of CADDY_FILES)
    for (const path of (await expand(root, pattern)).paths) {
      const text = await root.readText(path, FILE_BYTES_MAX);
      if (!text.ok) results.push(notEvaluated(path, text.message));
      else if (/:4012\b|CLAWNEX_DASHBOARD_API_PORT/.test(text.value)) files.push({ path, text: text.value });
    }
  return { files, results };
}

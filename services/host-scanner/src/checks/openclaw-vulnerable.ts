import type { Check, CheckResult } from '@clawnex/shared/posture/check.ts';
import { z } from 'zod';
import type { HostFacts } from '../facts.ts';
import { findNodeModules } from '../packages/find-packages.ts';
import { OPENCLAW_RELEASES, problemsOf } from '../packages/releases.ts';
import { judgeRelease } from './judge-release.ts';
import { gapsOf, notApplicable, notEvaluated } from './results.ts';

/** The product's name, and the two it had before. */
const PACKAGES = ['openclaw', 'clawdbot', 'moltbot'];
const MANIFEST_BYTES_MAX = 1_048_576;
const Manifest = z.object({ version: z.string().max(64) });

export const openclawVulnerable: Check<HostFacts> = {
  id: 'openclaw-vulnerable',
  title: 'A release of OpenClaw with known vulnerabilities is installed',
  why: 'The flaws of older releases hand the gateway, and with it every agent and tool, to a web page or a message.',
  severity: 'high',
  reads: [
    'package.json of openclaw, clawdbot and moltbot in node_modules of the system, of homes, and of running programs',
  ],
  platforms: ['linux', 'darwin'],
  fix: 'npm install -g openclaw@latest, then restart the gateway',
  references: ['owasp-asi.asi04-2026', 'nist-800-53.si-2'],
  async evaluate(facts) {
    const { paths, gaps } = await findNodeModules(facts);
    const results: CheckResult[] = [];
    for (const folder of paths) {
      for (const name of PACKAGES) {
        const result = await checkPackage(facts, `${folder}/${name}`);
        if (result !== null) results.push(result);
      }
    }
    if (results.length === 0 && gaps.length === 0)
      return [notApplicable('OpenClaw', `OpenClaw is in none of ${paths.length} package folders found.`)];
    return [...results, ...gapsOf('package folders', gaps)];
  },
};

async function checkPackage({ root }: HostFacts, path: string): Promise<CheckResult | null> {
  const text = await root.readText(`${path}/package.json`, MANIFEST_BYTES_MAX);
  if (!text.ok) return text.code === 'missing' ? null : notEvaluated(path, text.message);
  const manifest = Manifest.safeParse(parseJson(text.value));
  if (!manifest.success) return notEvaluated(path, `${path}/package.json names no version.`);
  const { version } = manifest.data;
  return judgeRelease('OpenClaw', path, version, problemsOf(version, OPENCLAW_RELEASES));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

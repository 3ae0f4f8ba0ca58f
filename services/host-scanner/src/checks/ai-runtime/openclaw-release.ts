import type { HostCheck } from '../host-check.ts';
import { gapsOf, notApplicable } from '../results.ts';
import { judgeReleases } from './vulnerable-release.ts';

/** The product's name, and the two it had before. */
const NAMES = new Set(['openclaw', 'clawdbot', 'moltbot']);

export const openclawRelease: HostCheck = {
  id: 'AI-22',
  category: 'ai_runtime',
  title: 'A vulnerable release of OpenClaw is installed',
  why: 'Its gateway stands between messages of strangers and this machine; known flaws lead from one to the other.',
  severity: 'high',
  reads: [
    'package.json in node_modules, lock files, image tags in compose files and Dockerfiles',
    'advisories',
  ],
  platforms: ['linux', 'darwin'],
  fix: 'npm install -g openclaw@latest, restart the gateway, and run: openclaw security audit --deep',
  references: ['owasp-asi.asi04-2026', 'owasp-llm.llm03-2025', 'nist-800-53.si-2'],
  async evaluate(facts) {
    const { items, gaps } = await facts.inventory();
    const found = items.filter(({ ecosystem, name }) => ecosystem === 'npm' && NAMES.has(name));
    const results = await judgeReleases(facts, found, 'OpenClaw');
    if (results.length === 0 && gaps.length === 0)
      return [notApplicable('OpenClaw', 'OpenClaw is not installed, and no lock file names it.')];
    return [...results, ...gapsOf('package folders', gaps)];
  },
};

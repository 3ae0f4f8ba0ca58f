import type { HostCheck } from '../host-check.ts';
import { fail, gapsOf, pass } from '../results.ts';

export const maliciousPackages: HostCheck = {
  id: 'AI-24',
  category: 'ai_runtime',
  title: 'A package that is known malware is installed, pinned, or run by an MCP setting',
  why: 'MCP servers and skills see what the agent sees. A malicious one copies it away while doing what it promised.',
  severity: 'critical',
  reads: ['node_modules, caches of npx and uv, lock files, MCP settings', 'advisories of malicious packages'],
  platforms: ['linux', 'darwin'],
  fix: 'Remove the package and the setting that starts it, clear the cache (npm cache clean --force), and rotate the credentials it saw.',
  references: ['owasp-asi.asi04-2026', 'owasp-llm.llm03-2025', 'attack.t1195.001'],
  async evaluate(facts) {
    const { items, servers, gaps } = await facts.inventory();
    const { vulnerabilities } = await facts.matches();
    const hits = vulnerabilities.filter(({ malicious, package: name }) => malicious && name !== 'litellm');
    const results = hits.map(({ package: name, version, path, advisory, title }) =>
      fail(
        `${path} (${name})`,
        `${name} ${version === '' ? 'without a version' : version}: ${title} (${advisory}).`,
      ),
    );
    if (results.length === 0 && gaps.length === 0)
      return [
        pass(
          'packages',
          `None of ${items.length} packages and ${servers.length} MCP servers is in the list of known malware.`,
        ),
      ];
    return [...results, ...gapsOf('package folders', gaps)];
  },
};

import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import { readGatewaySettings } from '../../openclaw/gateway-settings.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, notApplicable, notEvaluated, pass } from '../results.ts';

const ENGINES = [
  '/usr/bin/docker',
  '/usr/local/bin/docker',
  '/usr/bin/podman',
  '/usr/local/bin/podman',
  '/snap/bin/docker',
];

export const sandboxBackend: HostCheck = {
  id: 'AI-12',
  category: 'ai_runtime',
  title: 'Agents’ commands run without the sandbox that the settings ask for',
  why: 'Without a container engine the sandbox cannot start: commands fail, or someone turns it off and they run on the host.',
  severity: 'high',
  reads: ['agents.defaults.sandbox in openclaw.json', ...ENGINES, 'user.max_user_namespaces'],
  platforms: ['linux'],
  fix: 'apt-get install podman, or install Docker; where user namespaces are off: sysctl -w user.max_user_namespaces=28633. To sandbox at all: openclaw config set agents.defaults.sandbox.mode all.',
  references: ['owasp-asi.asi05-2026', 'nist-800-53.sc-39'],
  async evaluate(facts) {
    const results: CheckResult[] = [];
    for (const home of facts.homes.agents.filter(({ runtime }) => runtime === 'OpenClaw')) {
      const settings = await readGatewaySettings(facts.root, home);
      if (!settings.ok) {
        if (settings.code !== 'missing') results.push(notEvaluated(home.path, settings.message));
        continue;
      }
      const { file, sandboxMode, sandboxBackend: backend } = settings.value;
      const subject = `${file} sandbox`;
      if (sandboxMode === 'off') {
        results.push(fail(subject, 'agents.defaults.sandbox.mode is "off": commands run on the host.'));
        continue;
      }
      if (sandboxMode === null || (backend ?? 'docker') !== 'docker') continue;
      const found = await Promise.all(ENGINES.map((path) => facts.root.stat(path)));
      const engine = ENGINES[found.findIndex(({ ok }) => ok)];
      const namespaces = await facts.sysctl('user.max_user_namespaces');
      if (engine === undefined)
        results.push(
          fail(subject, `The sandbox is on ("${sandboxMode}"), but neither docker nor podman is installed.`),
        );
      else if (engine.endsWith('podman') && namespaces.ok && namespaces.value.value === '0')
        results.push(
          fail(subject, 'The sandbox is on, but user namespaces are off (user.max_user_namespaces = 0).'),
        );
      else results.push(pass(subject, `The sandbox is on ("${sandboxMode}"), with ${engine}.`));
    }
    return results.length > 0
      ? results
      : [notApplicable('sandbox', 'No settings of an agent ask for a sandbox in a container.')];
  },
};

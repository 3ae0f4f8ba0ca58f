import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import { findUnguarded } from '../../agents/unguarded-settings.ts';
import type { HostFacts } from '../../facts.ts';
import type { AgentHome } from '../../homes/user-homes.ts';
import { type GatewaySettings, readGatewaySettings } from '../../openclaw/gateway-settings.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, notApplicable, notEvaluated, pass, unread } from '../results.ts';

const ENGINES = [
  '/usr/bin/docker',
  '/usr/local/bin/docker',
  '/usr/bin/podman',
  '/usr/local/bin/podman',
  '/snap/bin/docker',
  '/opt/homebrew/bin/docker',
  '/opt/homebrew/bin/podman',
];

export const sandboxBackend: HostCheck = {
  id: 'AI-12',
  category: 'ai_runtime',
  title: 'Agents’ commands run without a sandbox',
  why: 'Whatever an agent is talked into running then runs on this machine, with its user’s rights. Where the settings ask for a sandbox that cannot start, the next thing someone does is turn it off.',
  severity: 'high',
  platforms: ['linux', 'darwin'],
  reads: [
    'agents.defaults.sandbox and tools.exec in openclaw.json',
    'sandbox_mode and approval_policy in ~/.codex/config.toml, defaultMode in ~/.claude/settings.json',
    ...ENGINES,
    'user.max_user_namespaces',
  ],
  fix: 'openclaw config set agents.defaults.sandbox.mode all, with Docker or Podman installed (apt-get install podman); Codex: sandbox_mode = "workspace-write"; Claude Code: remove bypassPermissions.',
  references: ['owasp-asi.asi05-2026', 'nist-800-53.sc-39'],
  async evaluate(facts) {
    const results: CheckResult[] = [];
    for (const home of facts.homes.agents) {
      if (home.runtime === 'OpenClaw') results.push(...(await judgeOpenClaw(facts, home)));
      for (const unguarded of await findUnguarded(facts.root, home))
        results.push(
          unguarded.ok
            ? fail(unguarded.value.file, unguarded.value.what, { fix: unguarded.value.fix })
            : unread(home.path, unguarded),
        );
    }
    return results.length > 0
      ? results
      : [notApplicable('sandbox', 'No settings of an agent say how its commands run.')];
  },
};

async function judgeOpenClaw(facts: HostFacts, home: AgentHome): Promise<CheckResult[]> {
  const settings = await readGatewaySettings(facts.root, home);
  if (!settings.ok) return settings.code === 'missing' ? [] : [notEvaluated(home.path, settings.message)];
  const { file, sandboxMode, runsUnasked, saysUnasked } = settings.value;
  const subject = `${file} sandbox`;
  if (sandboxMode === null || sandboxMode === 'off') {
    const mode =
      sandboxMode === null
        ? 'agents.defaults.sandbox.mode is not set, which means off'
        : 'agents.defaults.sandbox.mode is "off"';
    const isChosen = sandboxMode === 'off' || saysUnasked;
    const how = runsUnasked ? 'and commands run without asking' : 'but commands are asked for or limited';
    return [
      fail(subject, `${mode}, ${how}.`, {
        severity: runsUnasked && isChosen ? 'high' : runsUnasked ? 'medium' : 'low',
      }),
    ];
  }
  return [await judgeEngine(facts, subject, sandboxMode, settings.value)];
}

async function judgeEngine(
  facts: HostFacts,
  subject: string,
  mode: string,
  { sandboxBackend: backend }: GatewaySettings,
): Promise<CheckResult> {
  if ((backend ?? 'docker') !== 'docker')
    return pass(subject, `The sandbox is on ("${mode}"), by ${backend}.`);
  const found = await Promise.all(ENGINES.map((path) => facts.root.stat(path)));
  const engine = ENGINES[found.findIndex(({ ok }) => ok)];
  if (engine === undefined) {
    // A copy of a machine without its programs says nothing of them.
    const hasPrograms = facts.isLive || (await facts.root.stat('/usr/bin')).ok;
    if (!hasPrograms)
      return notEvaluated(
        subject,
        `The sandbox is on ("${mode}"); /usr/bin is not here to look for docker or podman.`,
      );
    return fail(subject, `The sandbox is on ("${mode}"), but neither docker nor podman is installed.`);
  }
  const namespaces = await facts.sysctl('user.max_user_namespaces');
  if (engine.endsWith('podman') && namespaces.ok && namespaces.value.value === '0')
    return fail(subject, 'The sandbox is on, but user namespaces are off (user.max_user_namespaces = 0).');
  return pass(subject, `The sandbox is on ("${mode}"), with ${engine}.`);
}

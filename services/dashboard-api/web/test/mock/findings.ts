import type { FindingRow } from '@clawnex/proto/http/dashboard/findings.ts';

const HOUR_MS = 3_600_000;
type Source = FindingRow['source'];
type Given = Pick<
  FindingRow,
  'check' | 'title' | 'result' | 'severity' | 'subject' | 'why' | 'evidence' | 'fix'
> &
  Partial<Pick<FindingRow, 'reason'>> & { readonly age_h?: number };

const TRUST: readonly Given[] = [
  {
    check: 'openclaw-exec-without-approval',
    title: 'Agents run commands on the host that nobody approves',
    result: 'fail',
    severity: 'critical',
    subject: '/home/ada/.openclaw/openclaw.json tools.exec',
    why: 'One injected instruction in a web page or a message is enough to run any command as the gateway\u2019s user.',
    evidence: 'tools.exec.mode is "full"; channels.telegram.dmPolicy is "open", so a stranger can ask for it',
    fix: 'Set tools.exec.mode to "ask" in /home/ada/.openclaw/openclaw.json and restart the gateway.',
  },
  {
    check: 'openclaw-channel-open',
    title: 'Strangers can talk to the agents through a channel',
    result: 'fail',
    severity: 'critical',
    subject: '/home/ada/.openclaw/openclaw.json channels.telegram',
    why: 'Whoever writes to the bot becomes a source of instructions. With tools behind it, a message can become an action.',
    evidence: 'dmPolicy: "open"\nallowFrom: ["*"]\u202e',
    fix: 'Set dmPolicy to "pairing", and remove "*" from allowFrom.',
    age_h: 0,
  },
  {
    check: 'openclaw-provider-around-shield',
    title: 'A model provider is called without the shield',
    result: 'fail',
    severity: 'high',
    subject: '/home/ada/.openclaw/openclaw.json models.providers.openai',
    why: 'What does not pass LiteLLM is not judged before the model sees it.',
    evidence: 'baseUrl is https://api.openai.com/v1',
    fix: 'Set models.providers.openai.baseUrl to http://127.0.0.1:4000/v1.',
  },
  {
    check: 'openclaw-state-readable-by-others',
    title: 'Other users of the machine can read the agents\u2019 state',
    result: 'not_evaluated',
    severity: 'high',
    subject: '/home/grace/.openclaw',
    why: 'Transcripts and tokens lie there.',
    evidence: '',
    fix: 'chmod -R go-rwx ~/.openclaw',
    reason:
      '/home/grace/.openclaw cannot be read (EACCES). Run the audit as grace, or give the unit read access.',
  },
  {
    check: 'openclaw-gateway-auth-weak',
    title: 'The gateway lets anyone in who reaches it',
    result: 'pass',
    severity: 'critical',
    subject: '/home/ada/.openclaw/openclaw.json gateway.auth',
    why: 'Who holds the gateway holds every agent behind it.',
    evidence: 'mode is "token", the token has 43 characters',
    fix: 'Set gateway.auth.mode to "token".',
  },
  {
    check: 'codex-approval-never',
    title: 'Codex acts without asking',
    result: 'not_applicable',
    severity: 'high',
    subject: 'Codex',
    why: 'Without approval a single injected line runs.',
    evidence: '',
    fix: 'Set approval_policy to "on-request".',
    reason: 'Codex is not installed in any home.',
  },
];

const HOST: readonly Given[] = [
  {
    check: 'agent-port-exposed',
    title: 'A port of an agent runtime is open to the network',
    result: 'fail',
    severity: 'critical',
    subject: '0.0.0.0:18789 openclaw-gateway (pid 812)',
    why: 'Everyone in the network can talk to the gateway, and to every agent behind it.',
    evidence: 'tcp 0.0.0.0:18789 LISTEN, program /usr/lib/node_modules/openclaw/dist/gateway.js',
    fix: 'openclaw config set gateway.bind loopback && systemctl --user restart openclaw-gateway',
    age_h: 0,
  },
  {
    check: 'litellm-bad-release',
    title: 'A release of LiteLLM with a known back door is installed',
    result: 'fail',
    severity: 'critical',
    subject: '/opt/litellm/lib/python3.12/site-packages/litellm',
    why: 'The release sends the machine\u2019s secrets away when it is imported.',
    evidence: 'litellm 1.82.7 (bad: 1.82.7, 1.82.8)',
    fix: 'pip install --upgrade litellm==1.108.2, then change every key the machine held',
  },
  {
    check: 'agent-files-readable',
    title: 'Transcripts of agents can be read by every user',
    result: 'fail',
    severity: 'medium',
    subject: '/home/ada/.openclaw/agents/main/sessions/5c1f.jsonl',
    why: 'Transcripts hold what agents were told, secrets included.',
    evidence: 'mode 0644, owner ada',
    fix: 'chmod 600 /home/ada/.openclaw/agents/main/sessions/*.jsonl',
  },
  {
    check: 'packages-security-updates',
    title: 'Security updates wait to be installed',
    result: 'not_evaluated',
    severity: 'high',
    subject: 'apt',
    why: 'Known holes stay open.',
    evidence: '',
    fix: 'apt-get update && apt-get upgrade',
    reason: 'The package lists are 41 days old, so what is missing is not known. Run apt-get update.',
  },
  {
    check: 'own-secrets-mode',
    title: 'Secrets of ClawNex can be read by others',
    result: 'pass',
    severity: 'critical',
    subject: '/var/lib/clawnex/secrets',
    why: 'The broker\u2019s keys lie there.',
    evidence: 'mode 0700, 9 files with mode 0600',
    fix: 'chmod -R go-rwx /var/lib/clawnex/secrets',
  },
];

/** The same on every run, as the real ones are. */
export const findingId = (source: Source, host: string, index: number) =>
  `0199eeee-0000-7000-8000-00${source === 'trust' ? 1 : 2}${host === 'host-a' ? 1 : 2}${String(index).padStart(8, '0')}`;

/** What the last runs said, on two hosts; every result an operator meets is among them. */
export function makeFindings(nowMs: number): {
  rows: FindingRow[];
  runs: { host: string; source: Source; ended_at: string; checks_total: number }[];
} {
  const iso = (ms: number) => new Date(ms).toISOString();
  const ended = { trust: iso(nowMs - 12 * 60_000), host: iso(nowMs - 41 * 60_000) };
  const rowsOf = (source: Source, given: readonly Given[]) =>
    ['host-a', 'host-b'].flatMap((host) =>
      given.map(
        ({ age_h: age = 60, reason = null, ...rest }, index): FindingRow => ({
          ...rest,
          reason,
          finding_id: findingId(source, host, index),
          host,
          source,
          first_seen: age === 0 ? ended[source] : iso(nowMs - age * HOUR_MS),
          last_seen: ended[source],
        }),
      ),
    );
  return {
    rows: [...rowsOf('trust', TRUST), ...rowsOf('host', HOST)],
    runs: (['trust', 'host'] as const).flatMap((source) =>
      ['host-a', 'host-b'].map((host) => ({
        host,
        source,
        ended_at: ended[source],
        checks_total: source === 'trust' ? 64 : 83,
      })),
    ),
  };
}

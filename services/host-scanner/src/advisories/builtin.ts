import { createHash } from 'node:crypto';
import type { Severity } from '@clawnex/proto/scan.ts';
import type { Advisory, AdvisorySet } from './advisory.ts';
import { parseRanges } from './parse-table.ts';

/** Date up to which the list is kept: nothing is known of what was published later. */
const DATED = '2026-11-22';

type Row = readonly [ids: string, severity: Severity, affected: string, title: string];

const OPENCLAW: readonly Row[] = [
  [
    'CVE-2026-25593 GHSA-g55j-c2v4-pjcg',
    'high',
    '< 2026.1.20',
    'Local clients apply settings without authentication, up to running code',
  ],
  [
    'CVE-2026-24763 GHSA-mc68-q9jw-2h3v',
    'high',
    '<= 2026.1.24',
    'Command injection into the Docker sandbox through PATH',
  ],
  [
    'CVE-2026-25253',
    'critical',
    '< 2026.1.29',
    'The Control UI gives the gateway token to an address from the query',
  ],
  [
    'CVE-2026-25157 GHSA-q284-4pvr-m585',
    'high',
    '< 2026.1.29',
    'Command injection through the project path of an SSH node',
  ],
  [
    'CVE-2026-25474 GHSA-mp5h-m6qj-6292',
    'high',
    '<= 2026.1.30',
    'Telegram webhooks are accepted without a secret where none is set',
  ],
  [
    'CVE-2026-25475 GHSA-r8g4-86fx-92mq',
    'medium',
    '<= 2026.1.30',
    'Local files can be disclosed through MEDIA: paths',
  ],
  ['GHSA-qrq5-wjgg-rvqw', 'critical', '< 2026.2.1', 'Installing a plugin writes outside its folder'],
  ['CVE-2026-28472', 'high', '< 2026.2.2', 'The check of the device identity can be bypassed'],
  ['CVE-2026-30741', 'critical', '<= 2026.2.6', 'A prompt injection in a request runs code'],
  ['CVE-2026-28463', 'high', '< 2026.2.14', 'Files can be read through safeBins'],
  [
    'GHSA-943q-mwmv-hhvh',
    'high',
    '< 2026.2.14',
    'Tools are reached through /tools/invoke, and permissions approve themselves',
  ],
  ['GHSA-gv46-4xfq-jv58', 'critical', '< 2026.2.14', 'Code runs on a node without the approval'],
  ['CVE-2026-28363', 'high', '< 2026.2.23', 'safeBins can be bypassed'],
  [
    'CVE-2026-32038 GHSA-ww6v-v748-x7g9',
    'critical',
    '<= 2026.2.23',
    'The sandbox joins the network of another container',
  ],
  [
    'CVE-2026-32913 GHSA-6mgf-v5j7-45cr',
    'critical',
    '<= 2026.3.2',
    'Authorization headers follow redirects to other sites',
  ],
  [
    'CVE-2026-22172 GHSA-rqpp-rjj8-7wv8',
    'critical',
    '<= 2026.3.11',
    'Clients with the shared token declare their own scopes',
  ],
  [
    'CVE-2026-32922 GHSA-4jpw-hj22-2xmc',
    'critical',
    '< 2026.3.11',
    'Rotating a device token gives any scope',
  ],
  [
    'CVE-2026-32973 GHSA-f8r2-vg7x-gh8m',
    'critical',
    '< 2026.3.11',
    'The list of allowed commands is bypassed by the form of a path',
  ],
  [
    'CVE-2026-32987 GHSA-63f5-hhc7-cx6p',
    'critical',
    '< 2026.3.13',
    'A bootstrap code can be used again to become operator.admin',
  ],
  [
    'CVE-2026-32917 GHSA-g2f6-pwvx-r275',
    'critical',
    '< 2026.3.13',
    'Command injection through the paths of iMessage attachments',
  ],
  [
    'CVE-2026-41386 GHSA-gg9v-mgcp-v6m7',
    'critical',
    '< 2026.3.22',
    'Bootstrap codes are not bound to a device',
  ],
  ['GHSA-hc5h-pmr3-3497', 'critical', '<= 2026.3.24', 'Approving a pairing gives more than the approver has'],
  [
    'CVE-2026-41329 GHSA-g5cg-8x5w-7jpm',
    'critical',
    '< 2026.3.31',
    'A critical flaw of releases before 2026.3.31',
  ],
  [
    'CVE-2026-43534 GHSA-7g8c-cfr3-vqqr',
    'critical',
    '< 2026.4.10',
    'What comes through a hook counts as trusted',
  ],
  ['CVE-2026-43581 GHSA-525j-hqq2-66r4', 'critical', '< 2026.4.10', 'The CDP relay listens on every address'],
  [
    'CVE-2026-43575 GHSA-92jp-89mq-4374',
    'critical',
    '>= 2026.2.21 && < 2026.4.10',
    'The noVNC page of the sandbox needs no authentication',
  ],
  [
    'CVE-2026-43566 GHSA-g2hm-779g-vm32',
    'critical',
    '>= 2026.4.7 && < 2026.4.14',
    'Wake events of untrusted webhooks raise rights',
  ],
  [
    'CVE-2026-44109 GHSA-xh72-v6v9-mwhc',
    'critical',
    '< 2026.4.15',
    'The Feishu webhook can be called without authentication',
  ],
  [
    'CVE-2026-44112 GHSA-wppj-c6mr-83jj',
    'medium',
    '< 2026.4.22',
    'Writes of the OpenShell sandbox can be led elsewhere by a race',
  ],
  ['CVE-2026-44113 GHSA-5h3g-6xhh-rg6p', 'medium', '< 2026.4.22', 'A flaw of releases before 2026.4.22'],
  ['CVE-2026-44115 GHSA-x3h8-jrgh-p8jx', 'high', '< 2026.4.22', 'A flaw of releases before 2026.4.22'],
  [
    'CVE-2026-44116 GHSA-2hh7-c75g-qj2r',
    'high',
    '< 2026.4.22',
    'The Zalo plugin can be made to send requests to internal addresses',
  ],
  [
    'CVE-2026-44118 GHSA-r6xh-pqhr-v4xh',
    'high',
    '< 2026.4.22',
    'A bearer header makes a loopback MCP client the owner',
  ],
  [
    'CVE-2026-53838 GHSA-83w9-h5wv-j9xm',
    'critical',
    '< 2026.5.27',
    'Reconnecting a paired node changes its state',
  ],
  [
    'CVE-2026-62206 GHSA-f6p7-6326-vf7v',
    'high',
    '< 2026.6.9',
    'Authentication can be bypassed through moderation actions',
  ],
  ['CVE-2026-62202 GHSA-mm9g-83wh-mhwj', 'high', '>= 2026.6.1 && < 2026.6.9', 'Cron jobs raise rights'],
  [
    'CVE-2026-62194 GHSA-7vrr-rp4x-4g76',
    'high',
    '>= 2026.5.20 && < 2026.6.9',
    'The commands that install plugins raise rights',
  ],
  ['CVE-2026-100599', 'critical', '>= 2026.5.1 && < 2026.7.1', 'Code runs on a node through Google Meet'],
  ['CVE-2026-100525', 'medium', '< 2026.9.3', 'A flaw of the Prometheus plugin'],
  ['CVE-2026-102806', 'medium', '< 2026.9.5', 'The media root breaks the isolation of the sandbox'],
];

const LITELLM: readonly Row[] = [
  [
    'MAL-2026-2144 PYSEC-2026-2',
    'critical',
    '= 1.82.7 || = 1.82.8',
    'This release was tampered with: it sends credentials away',
  ],
  [
    'CLAWNEX-2026-1',
    'high',
    '= 1.107.0',
    'This release is reported as compromised; no advisory confirms it. Treat it as compromised',
  ],
  [
    'CVE-2026-42208 GHSA-r75f-5x8p-qvmc',
    'critical',
    '>= 1.81.16 && < 1.83.7',
    'SQL injection without authentication',
  ],
  [
    'CVE-2026-42271 GHSA-v4p8-mg3p-g94g',
    'high',
    '>= 1.74.2 && < 1.83.7',
    'Commands run through the MCP test endpoints',
  ],
  ['GHSA-xqmj-j6mv-4862', 'high', '>= 1.80.5 && < 1.83.7', 'A flaw of releases from 1.80.5 to 1.83.6'],
  [
    'CVE-2026-40217',
    'high',
    '>= 1.81.8 && < 1.83.10',
    'Code runs through the test endpoint of custom guardrails',
  ],
  [
    'CVE-2026-35030 GHSA-jjhc-v7c2-5hh6',
    'critical',
    '< 1.83.0',
    'A colliding cache key gives another user’s session (with JWT authentication)',
  ],
  ['CVE-2026-35029', 'high', '< 1.83.0', 'A flaw of releases before 1.83.0'],
  ['GHSA-69x8-hrgq-fjj8', 'high', '< 1.83.0', 'A flaw of releases before 1.83.0'],
  ['PYSEC-2026-388', 'high', '< 1.84.0', 'Authentication can be bypassed through the Host header'],
  ['PYSEC-2026-4074', 'medium', '<= 1.82.5', 'Guardrails (banned keywords, azure) can be bypassed'],
];

/** Packages and releases that are malware. */
const MALICIOUS: readonly (readonly [
  ecosystem: 'npm' | 'PyPI',
  name: string,
  affected: string,
  title: string,
])[] = [
  ['npm', 'postmark-mcp', '>= 1.0.16', 'The MCP server copies every mail to a stranger'],
  ['npm', '@openclaw-ai/openclawai', '>= 0.0.0', 'A remote-access tool under a name like OpenClaw’s'],
  ['npm', 'cline', '= 2.3.0', 'Installing this release installs OpenClaw for the whole machine, unasked'],
];
/** Names that OpenClaw had before; nothing is fixed under them any more. */
const FORMER_NAMES = ['clawdbot', 'moltbot'];
/** In the public catalogue of exploited vulnerabilities. */
const EXPLOITED = ['CVE-2026-42208', 'CVE-2026-42271'];

/** What ships with ClawNex: known without any import, and as old as the release. */
export function builtinAdvisories(): AdvisorySet {
  const advisories = [
    ...OPENCLAW.map((row) => toAdvisory('npm', ['openclaw', ...FORMER_NAMES], row)),
    ...LITELLM.map((row) => toAdvisory('PyPI', ['litellm'], row)),
    toAdvisory('npm', FORMER_NAMES, [
      'CLAWNEX-2026-2',
      'high',
      '>= 0.0.0',
      'OpenClaw under a former name: no release of it is mended any more',
    ]),
    ...MALICIOUS.map(([ecosystem, name, affected, title], index) =>
      toAdvisory(ecosystem, [name], [`CLAWNEX-MAL-${index + 1}`, 'critical', affected, title], true),
    ),
  ];
  return {
    name: 'built in',
    dated_ms: Date.parse(`${DATED}T00:00:00Z`),
    sha256: createHash('sha256').update(JSON.stringify(advisories)).digest('hex'),
    signed_by: null,
    advisories,
    exploited: EXPLOITED,
  };
}

function toAdvisory(
  ecosystem: string,
  names: readonly string[],
  [ids, severity, affected, title]: Row,
  malicious = ids.startsWith('MAL-'),
): Advisory {
  const [id = '', ...aliases] = ids.split(' ');
  const ranges = parseRanges(affected) ?? [];
  return {
    id,
    aliases,
    severity,
    title,
    malicious,
    affected: names.map((name) => ({ ecosystem, package: name, ranges, versions: [] })),
  };
}

import type { AdvisorySet } from '../../advisories/advisory.ts';
import { testCases } from '../../testing/cases.ts';
import { dpkg, NOW_MS } from '../../testing/machine.ts';

const MODULES = 'usr/lib/node_modules';
const VENV = 'home/agent/venv/lib/python3.12/site-packages';
const lock = (name: string, version: string) =>
  JSON.stringify({ lockfileVersion: 3, packages: { '': {}, [`node_modules/${name}`]: { version } } });

const IMPORTED: AdvisorySet = {
  name: 'test',
  dated_ms: NOW_MS,
  sha256: '',
  signed_by: null,
  exploited: [],
  advisories: [
    ...(['npm', 'PyPI'] as const).map((ecosystem): AdvisorySet['advisories'][number] => ({
      id: `TEST-${ecosystem}`,
      aliases: [],
      severity: 'high',
      title: 'A flaw of old releases',
      malicious: false,
      affected: [
        {
          ecosystem,
          package: 'starlette',
          ranges: [{ introduced: null, fixed: '0.49.1', last: null }],
          versions: [],
        },
      ],
    })),
  ],
};

testCases({
  'AI-22': {
    pass: { [`${MODULES}/openclaw/package.json`]: '{"version":"2026.9.6"}' },
    fail: { [`${MODULES}/clawdbot/package.json`]: '{"version":"2026.1.24-3"}' },
    not_applicable: { [`${MODULES}/npm/package.json`]: '{"version":"11.0.0"}' },
    not_evaluated: { [`${MODULES}/openclaw/package.json`]: '{"version":"next"}' },
  },
  'AI-23': {
    pass: {
      [`${VENV}/litellm-1.108.12.dist-info/METADATA`]: '',
      [`${VENV}/distutils-precedence.pth`]: "import os; var = 'SETUPTOOLS'",
    },
    fail: { 'srv/proxy/requirements.txt': 'fastapi==0.115.0\nlitellm[proxy]==1.82.8  # pinned\n' },
    not_applicable: { [`${VENV}/rich-13.0.0.dist-info/METADATA`]: '' },
    not_evaluated: {
      [`${VENV}/litellm-unknown1.dist-info/METADATA`]: '',
      [`${VENV}/litellm-0+unknown.x_.dist-info/METADATA`]: '',
      'srv/p/requirements.txt': 'litellm==1.x\n',
    },
  },
  'AI-24': {
    pass: {
      'home/agent/.mcp.json':
        '{"mcpServers":{"fs":{"command":"npx","args":["-y","@modelcontextprotocol/server-filesystem@2026.1.14"]}}}',
    },
    fail: {
      'home/agent/.mcp.json': '{"mcpServers":{"mail":{"command":"npx","args":["-y","postmark-mcp@1.0.16"]}}}',
    },
    not_evaluated: { 'opt/x/y': '', 'opt/x/': 0o700 },
  },
  'AI-25': {
    pass: dpkg(['nodejs', '24.11.0-1nodesource1']),
    fail: { 'home/agent/.nvm/versions/node/v20.11.1/bin/node': '' },
    not_applicable: {},
    not_evaluated: { 'home/agent/venv/pyvenv.cfg': 'version = 4.0\n' },
  },
  'AI-26': {
    advisories: [IMPORTED],
    pass: { 'srv/app/package-lock.json': lock('left-pad', '1.3.0') },
    fail: { 'srv/app/requirements.txt': 'starlette==0.40.0\n' },
    not_applicable: { 'srv/none/uv.lock': '' },
    not_evaluated: { 'srv/app/package-lock.json': { mode: 0 } },
  },
});

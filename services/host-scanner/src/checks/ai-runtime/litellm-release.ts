import { createHash } from 'node:crypto';
import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import type { HostFacts } from '../../facts.ts';
import type { PthFile } from '../../inventory/python-packages.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, gapsOf, notApplicable } from '../results.ts';
import { judgeReleases } from './vulnerable-release.ts';

/** Left behind by the malware of 1.82.8: Python runs it at every start, whatever release is installed now. */
const INDICATOR = 'litellm_init.pth';
const INDICATOR_SHA256 = '71e35aef03099cd1f2d6446734273025a163597de93912df321ef118bf135238';
/** What start-up code of an honest package does not need. */
const SUSPICIOUS =
  /\b(?:exec|eval|compile)\s{0,4}\(|\bsubprocess\b|\bb64decode\b|\burllib\b|\bsocket\b|\brequests\b/;
const ADDRESSES = ['models.litellm.cloud', 'checkmarx.zone'];
/** Named in write-ups of the same case; found alone they are a hint. */
const HINTS = ['.config/sysmon/sysmon.py', '.config/systemd/user/sysmon.service', 'tpcp.tar.gz'];
const TEMPORARY_HINTS = ['/tmp/pglog', '/tmp/.pg_state'];

export const litellmRelease: HostCheck = {
  id: 'AI-23',
  category: 'ai_runtime',
  title: 'A tampered or vulnerable release of LiteLLM is installed, or start-up code like its malware’s',
  why: 'The proxy holds every model key. Releases 1.82.7 and 1.82.8 sent credentials away; older ones are taken over from the network.',
  severity: 'critical',
  reads: [
    'litellm-*.dist-info and *.pth in site-packages, requirements, lock files, image tags',
    'units that name the malware’s addresses, files that it left',
  ],
  platforms: ['linux', 'darwin'],
  fix: 'Rebuild the environment with a current release (pip install --upgrade litellm), then rotate every key that the proxy held.',
  references: ['owasp-asi.asi04-2026', 'owasp-llm.llm03-2025', 'attack.t1195.002', 'nist-800-53.si-2'],
  async evaluate(facts) {
    const { items, executablePth, gaps } = await facts.inventory();
    const found = items.filter(({ ecosystem, name }) => ecosystem === 'PyPI' && name === 'litellm');
    const results = [
      ...(await judgeReleases(facts, found, 'LiteLLM')),
      ...executablePth.flatMap(judgePth),
      ...(await judgeMarks(facts)),
    ];
    const hasIndicator = await indicatorWithoutImport(facts);
    results.push(
      ...hasIndicator.filter(({ subject }) => !results.some((known) => known.subject === subject)),
    );
    if (results.length === 0 && gaps.length === 0)
      return [notApplicable('LiteLLM', 'LiteLLM is not installed, and no lock file names it.')];
    return [...results, ...gapsOf('package folders', gaps)];
  },
};

const CLEAN_UP =
  'Take the machine off the network, delete the environment, and rotate every credential that was on it.';

function judgePth({ path, text }: PthFile): CheckResult[] {
  if (path.endsWith(`/${INDICATOR}`)) {
    const same = createHash('sha256').update(text).digest('hex') === INDICATOR_SHA256;
    return [
      fail(
        path,
        `${INDICATOR} exists${same ? ', with the malware’s own hash' : ''}: the mark of LiteLLM 1.82.8.`,
        { fix: CLEAN_UP },
      ),
    ];
  }
  if (!SUSPICIOUS.test(text)) return [];
  const line = text.split('\n').find((candidate) => SUSPICIOUS.test(candidate)) ?? '';
  return [
    fail(
      path,
      `Python runs this file at every start, and it does more than add a path: ${line.slice(0, 160)}`,
      { severity: 'high', fix: `Look at ${path}; remove it with the package that brought it.` },
    ),
  ];
}

/** The file counts by its name, whatever is in it. */
async function indicatorWithoutImport({ root, inventory }: HostFacts): Promise<CheckResult[]> {
  const { places } = await inventory();
  const found = await Promise.all(places.sitePackages.map((folder) => root.stat(`${folder}/${INDICATOR}`)));
  return places.sitePackages.flatMap((folder, index) =>
    found[index]?.ok === true
      ? [
          fail(`${folder}/${INDICATOR}`, `${INDICATOR} exists: the mark of LiteLLM 1.82.8.`, {
            fix: CLEAN_UP,
          }),
        ]
      : [],
  );
}

async function judgeMarks(facts: HostFacts): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const unit of (await facts.units()).units) {
    const text = [
      ...unit.values('Service', 'ExecStart'),
      ...unit.values('Service', 'Environment'),
      ...unit.values('Unit', 'Description'),
    ].join('\n');
    const address = ADDRESSES.find((candidate) => text.includes(candidate));
    if (address !== undefined)
      results.push(
        fail(unit.path, `It names ${address}, where the malware of LiteLLM 1.82.7 and 1.82.8 calls.`, {
          fix: CLEAN_UP,
        }),
      );
    else if (/system telemetry service/i.test(text))
      results.push(
        fail(
          unit.path,
          'It calls itself "System Telemetry Service", as the unit of the malware in LiteLLM 1.82.8 did.',
          { severity: 'high', fix: CLEAN_UP },
        ),
      );
  }
  const paths = [
    ...facts.homes.users.flatMap(({ path }) => HINTS.map((hint) => `${path}/${hint}`)),
    ...TEMPORARY_HINTS,
  ];
  for (const path of paths)
    if ((await facts.root.stat(path)).ok)
      results.push(
        fail(path, 'Write-ups of the LiteLLM malware name a file like this: a hint, no proof.', {
          severity: 'medium',
          fix: `Look at ${path}, and whether LiteLLM 1.82.7 or 1.82.8 was ever installed here.`,
        }),
      );
  return results;
}

import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import { parse } from 'yaml';
import { z } from 'zod';
import type { HostCheck } from '../host-check.ts';
import { fail, gapsOf, notApplicable, notEvaluated, pass } from '../results.ts';

const FILE_BYTES_MAX = 1_048_576;
const DAEMON_FILE = '/etc/docker/daemon.json';
/** Each is nearly root on the host. */
const CAPABILITIES = new Set([
  'ALL',
  'SYS_ADMIN',
  'SYS_PTRACE',
  'SYS_MODULE',
  'DAC_READ_SEARCH',
  'NET_ADMIN',
  'SYS_RAWIO',
]);

const Texts = z.union([z.string(), z.number()]).transform(String);
const Service = z.object({
  image: z.string().optional().catch(undefined),
  privileged: z.boolean().optional().catch(undefined),
  network_mode: z.string().optional().catch(undefined),
  pid: z.string().optional().catch(undefined),
  userns_mode: z.string().optional().catch(undefined),
  cap_add: z.array(z.string()).optional().catch(undefined),
  security_opt: z.array(z.string()).optional().catch(undefined),
  volumes: z.array(z.unknown()).optional().catch(undefined),
  ports: z
    .array(z.union([Texts, z.unknown()]))
    .optional()
    .catch(undefined),
});
const Compose = z.object({ services: z.record(z.string(), Service.catch({})).optional().catch(undefined) });

export const containerSettings: HostCheck = {
  id: 'HL-07',
  category: 'logging',
  title: 'A container is set up to reach the host',
  why: 'Privileged containers, the host’s network or process table, and its root folder as a volume are no container at all.',
  severity: 'high',
  platforms: ['linux'],
  reads: ['compose files in homes, /opt, /srv and /app', DAEMON_FILE],
  fix: 'Remove privileged, network_mode: host, pid: host and cap_add from the compose file; pin images by version; then: docker compose up -d',
  references: ['cis-docker.5.5', 'cis-docker.5.10', 'cis-docker.5.16', 'nist-800-53.cm-6', 'attack.t1611'],
  async evaluate(facts) {
    const { places } = await facts.inventory();
    const results: CheckResult[] = [];
    for (const path of places.composeFiles) {
      const text = await facts.root.readText(path, FILE_BYTES_MAX);
      const compose = text.ok ? Compose.safeParse(parseYaml(text.value)) : null;
      if (!text.ok) results.push(notEvaluated(path, text.message));
      else if (compose === null || !compose.success)
        results.push(notEvaluated(path, `${path} is not valid YAML.`));
      else
        for (const [name, service] of Object.entries(compose.data.services ?? {}))
          results.push(judgeService(`${path} ${name}`, service));
    }
    const daemon = await facts.root.readText(DAEMON_FILE, FILE_BYTES_MAX);
    if (daemon.ok && /"seccomp-profile"\s*:\s*"unconfined"/.test(daemon.value))
      results.push(fail(DAEMON_FILE, 'seccomp is off for every container.'));
    if (results.length === 0 && places.gaps.length === 0)
      return [notApplicable('containers', 'No compose file was found.')];
    return [...results, ...gapsOf('compose files', places.gaps)];
  },
};

function judgeService(subject: string, service: z.infer<typeof Service>): CheckResult {
  const bad: string[] = [];
  const minor: string[] = [];
  if (service.privileged === true) bad.push('privileged');
  if (service.network_mode === 'host') bad.push('network_mode: host');
  if (service.pid === 'host') bad.push('pid: host');
  if (service.userns_mode === 'host') minor.push('userns_mode: host');
  for (const capability of service.cap_add ?? [])
    if (CAPABILITIES.has(capability.replace(/^CAP_/, '').toUpperCase())) bad.push(`cap_add ${capability}`);
  for (const option of service.security_opt ?? [])
    if (/(?:seccomp|apparmor)[:=]unconfined/.test(option)) bad.push(option);
  for (const volume of service.volumes ?? []) {
    const source = typeof volume === 'string' ? volume.split(':')[0] : sourceOf(volume);
    if (
      source !== undefined &&
      /^(?:\/|\/etc|\/root|\/home|\/var\/run\/docker\.sock|\/run\/docker\.sock|\/proc|\/sys)$/.test(source)
    )
      bad.push(`volume ${source}`);
  }
  const { image } = service;
  if (image !== undefined && !image.includes('@') && (/:latest$/.test(image) || !/:[^/]{1,128}$/.test(image)))
    minor.push(`image ${image} without a version`);
  if (bad.length > 0) return fail(subject, [...bad, ...minor].join('; '));
  return minor.length > 0
    ? fail(subject, minor.join('; '), { severity: 'low' })
    : pass(subject, 'Nothing in it reaches the host.');
}

function sourceOf(volume: unknown): string | undefined {
  const parsed = z.object({ source: z.string() }).safeParse(volume);
  return parsed.success ? parsed.data.source : undefined;
}

function parseYaml(text: string): unknown {
  try {
    // Aliases of aliases grow without end.
    return parse(text, { maxAliasCount: 100 });
  } catch {
    return undefined;
  }
}

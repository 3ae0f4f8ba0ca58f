import { expand } from '@clawnex/shared/posture/expand.ts';
import type { Outcome } from '@clawnex/shared/posture/outcome.ts';
import type { RootFolder } from '@clawnex/shared/posture/root-folder.ts';

/** Ten thousand packages of two kilobytes. */
const STATUS_BYTES_MAX = 64 * 1_048_576;

export interface DebianPackage {
  readonly name: string;
  readonly version: string;
  /** Advisories name the source package. */
  readonly source: string;
  readonly architecture: string;
}

/** Installed packages of Debian and its kin, from /var/lib/dpkg/status, or status.d in images without a package manager. */
export async function readDpkg(root: RootFolder): Promise<Outcome<readonly DebianPackage[]>> {
  const status = await root.readText('/var/lib/dpkg/status', STATUS_BYTES_MAX);
  if (status.ok) return { ok: true, value: parseDpkgStatus(status.value) };
  const parts = (await expand(root, '/var/lib/dpkg/status.d/*')).paths.filter(
    (path) => !path.endsWith('.md5sums'),
  );
  if (status.code !== 'missing' || parts.length === 0) return status;
  const packages: DebianPackage[] = [];
  for (const path of parts) {
    const text = await root.readText(path, STATUS_BYTES_MAX);
    if (!text.ok) return text;
    packages.push(...parseDpkgStatus(text.value));
  }
  return { ok: true, value: packages };
}

function parseDpkgStatus(text: string): DebianPackage[] {
  return text.split('\n\n').flatMap((stanza) => {
    const fields = parseStanza(stanza);
    const status = fields.get('Status') ?? 'install ok installed';
    const [name, version] = [fields.get('Package'), fields.get('Version')];
    if (name === undefined || version === undefined || !status.endsWith(' installed')) return [];
    const source = /^\S{1,200}/.exec(fields.get('Source') ?? '')?.[0] ?? name;
    return [{ name, version, source, architecture: fields.get('Architecture') ?? '' }];
  });
}

/** The one-line fields of a stanza; what continues on further lines is left out. */
export function parseStanza(stanza: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of stanza.split('\n')) {
    const at = line.indexOf(':');
    if (at > 0 && !line.startsWith(' ') && !line.startsWith('\t'))
      fields.set(line.slice(0, at), line.slice(at + 1).trim());
  }
  return fields;
}

import type { PackageItem } from './package-item.ts';

/** Images whose tag is the version of a package that advisories name. */
const PACKAGE_OF_IMAGE: readonly (readonly [image: RegExp, ecosystem: 'PyPI' | 'npm', name: string])[] = [
  [/(?:^|\/)berriai\/litellm(?:-database|-non_root|-ee)?$/, 'PyPI', 'litellm'],
  [/(?:^|\/)litellm\/litellm(?:-database|-non_root|-ee)?$/, 'PyPI', 'litellm'],
  [/(?:^|\/)openclaw\/openclaw$/, 'npm', 'openclaw'],
  [/(?:^|\/)(?:clawdbot|moltbot)\/(?:clawdbot|moltbot)$/, 'npm', 'clawdbot'],
];
const REFERENCE =
  /(?:^\s{0,40}-?\s{0,4}image:|^\s{0,8}FROM(?:\s{1,4}--platform=\S{1,60})?)\s{1,8}["']?([\w./:-]{3,250})/i;

/** Packages pinned by image references in a compose file or a Dockerfile: `image: ghcr.io/berriai/litellm:v1.82.8`. */
export function readImages(text: string, path: string): readonly PackageItem[] {
  return text.split('\n').flatMap((line): PackageItem[] => {
    const reference = REFERENCE.exec(line)?.[1];
    if (reference === undefined) return [];
    const colon = reference.lastIndexOf(':');
    if (colon <= reference.lastIndexOf('/')) return [];
    const [image, tag] = [reference.slice(0, colon), reference.slice(colon + 1)];
    const version = /(?:^|[a-z]-)v?(\d{1,6}\.\d{1,6}\.\d{1,6}(?:[-.][\w.]{1,40})?)$/.exec(tag)?.[1];
    const known = PACKAGE_OF_IMAGE.find(([pattern]) => pattern.test(image));
    if (version === undefined || known === undefined) return [];
    // `-stable`, `-nightly` name the channel of the same release.
    const release = version.replace(/[-.](?:stable|nightly|rc|dev).{0,40}$/, '');
    return [{ ecosystem: known[1], name: known[2], version: release, path, state: 'pinned' }];
  });
}

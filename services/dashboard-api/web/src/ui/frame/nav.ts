import { PERMISSION } from '@clawnex/proto/permission-names.ts';
import type { Permission } from '@clawnex/proto/permissions.ts';
import type { GlyphName } from '../button.tsx';
import type { KeyName } from '../keys.ts';

/** A page of the rail. */
export interface NavPage {
  readonly to: '/traffic' | '/infrastructure';
  readonly label: string;
  readonly glyph: GlyphName;
  readonly key: KeyName;
  readonly permission: Permission;
}

/** The rail, by workflow: what happens, then what it runs on. A page stands in exactly one group. */
export const NAV_GROUPS: readonly { readonly label: string; readonly pages: readonly NavPage[] }[] = [
  {
    label: 'Observe',
    pages: [
      {
        to: '/traffic',
        label: 'Traffic Monitor',
        glyph: 'traffic',
        key: 'goTraffic',
        permission: PERMISSION.readTraffic,
      },
    ],
  },
  {
    label: 'System',
    pages: [
      {
        to: '/infrastructure',
        label: 'Infrastructure',
        glyph: 'infrastructure',
        key: 'goInfrastructure',
        permission: PERMISSION.readInfrastructure,
      },
    ],
  },
];
export const NAV_PAGES = NAV_GROUPS.flatMap((group) => group.pages);

import { PERMISSION } from '@clawnex/proto/permission-names.ts';
import type { Permission } from '@clawnex/proto/permissions.ts';
import type { GlyphName } from '../button.tsx';
import type { KeyName } from '../keys.ts';

/** A page of the rail. */
export interface NavPage {
  readonly to: '/incidents' | '/traffic' | '/shield' | '/trust-audit' | '/security-posture' | '/infrastructure';
  readonly label: string;
  readonly glyph: GlyphName;
  readonly key: KeyName;
  readonly permission: Permission;
  /** Stands in the bar of a phone; the others are behind its last button. */
  readonly first?: true;
}

/**
 * The rail, by workflow: what needs somebody, what happens, how well it is kept, what it runs on. A page stands in
 * exactly one group.
 */
export const NAV_GROUPS: readonly { readonly label: string; readonly pages: readonly NavPage[] }[] = [
  {
    label: 'Respond',
    pages: [
      {
        to: '/incidents',
        label: 'Incidents',
        glyph: 'incidents',
        key: 'goIncidents',
        permission: PERMISSION.readIncidents,
        first: true,
      },
    ],
  },
  {
    label: 'Observe',
    pages: [
      {
        to: '/traffic',
        label: 'Traffic Monitor',
        glyph: 'traffic',
        key: 'goTraffic',
        permission: PERMISSION.readTraffic,
        first: true,
      },
    ],
  },
  {
    label: 'Enforce',
    pages: [
      {
        to: '/shield',
        label: 'Prompt Shield',
        glyph: 'shield',
        key: 'goShield',
        permission: PERMISSION.readPolicy,
        first: true,
      },
    ],
  },
  {
    label: 'Posture',
    pages: [
      {
        to: '/trust-audit',
        label: 'Trust Audit',
        glyph: 'trust',
        key: 'goTrust',
        permission: PERMISSION.readPosture,
      },
      {
        to: '/security-posture',
        label: 'Security Posture',
        glyph: 'posture',
        key: 'goPosture',
        permission: PERMISSION.readPosture,
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

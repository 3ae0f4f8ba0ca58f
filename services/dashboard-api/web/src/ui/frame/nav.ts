import { PERMISSION } from '@clawnex/proto/permission-names.ts';
import type { Permission } from '@clawnex/proto/permissions.ts';
import type { GlyphName } from '../button.tsx';
import type { KeyName } from '../keys.ts';

/** Parts of Prompt Shield, each with an address. */
export const SHIELD_PARTS = [
  { to: '/shield/analyser', label: 'Analyser' },
  { to: '/shield/policy', label: 'Policy' },
  { to: '/shield/containment', label: 'Containment' },
  { to: '/shield/reviews', label: 'Review queue' },
  { to: '/shield/exceptions', label: 'Exceptions' },
  { to: '/shield/rules', label: 'Own rules' },
] as const;
/** Parts of Sessions. */
export const SESSION_PARTS = [
  { to: '/sessions/log', label: 'Sessions' },
  { to: '/sessions/around', label: 'Around the proxy' },
  { to: '/sessions/changes', label: 'Changes' },
  { to: '/sessions/sources', label: 'Sources' },
] as const;
/** Parts of Shield Tests. */
export const TEST_PARTS = [
  { to: '/shield-tests/cases', label: 'Cases' },
  { to: '/shield-tests/runs', label: 'Runs' },
] as const;
/** Parts of Correlations. */
export const CORRELATION_PARTS = [
  { to: '/correlations/threat', label: 'Threat score' },
  { to: '/correlations/rules', label: 'Rules' },
  { to: '/correlations/own', label: 'Own rules' },
  { to: '/correlations/muted', label: 'Muted' },
] as const;
export type PartAddress = (
  | typeof CORRELATION_PARTS
  | typeof SHIELD_PARTS
  | typeof SESSION_PARTS
  | typeof TEST_PARTS
)[number]['to'];

/** A page of the rail. */
export interface NavPage {
  readonly to:
    | '/incidents'
    | '/correlations'
    | '/sessions'
    | '/shield-tests'
    | '/traffic'
    | '/shield'
    | '/trust-audit'
    | '/blast-radius'
    | '/security-posture'
    | '/infrastructure';
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
      {
        to: '/correlations',
        label: 'Correlations',
        glyph: 'correlations',
        key: 'goCorrelations',
        permission: PERMISSION.readIncidents,
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
      {
        to: '/sessions',
        label: 'Sessions',
        glyph: 'sessions',
        key: 'goSessions',
        permission: PERMISSION.readTraffic,
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
      {
        to: '/shield-tests',
        label: 'Shield Tests',
        glyph: 'tests',
        key: 'goTests',
        permission: PERMISSION.readPolicy,
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
        to: '/blast-radius',
        label: 'Blast Radius',
        glyph: 'blast',
        key: 'goBlast',
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

/** Pages of several parts, for who goes there by typing. */
export const NAV_PARTS = [
  { page: 'Correlations', permission: PERMISSION.readIncidents, parts: CORRELATION_PARTS },
  { page: 'Sessions', permission: PERMISSION.readTraffic, parts: SESSION_PARTS },
  { page: 'Prompt Shield', permission: PERMISSION.readPolicy, parts: SHIELD_PARTS },
  { page: 'Shield Tests', permission: PERMISSION.readPolicy, parts: TEST_PARTS },
] as const satisfies readonly {
  page: string;
  permission: Permission;
  parts: readonly { to: PartAddress; label: string }[];
}[];

import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { frameRoute } from './frame-route.tsx';

const trustAudit = () => import('../pages/trust-audit/trust-audit-page.tsx');
const trustAuditRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/trust-audit',
  staticData: { title: 'Trust Audit' },
  component: lazyRouteComponent(trustAudit, 'TrustAuditPage'),
});

const trustFindingRoute = createRoute({
  getParentRoute: () => trustAuditRoute,
  path: '$id',
  component: lazyRouteComponent(trustAudit, 'TrustAuditPanel'),
});

const securityPosture = () => import('../pages/security-posture/security-posture-page.tsx');
const securityPostureRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/security-posture',
  staticData: { title: 'Security Posture' },
  component: lazyRouteComponent(securityPosture, 'SecurityPosturePage'),
});

const hostFindingRoute = createRoute({
  getParentRoute: () => securityPostureRoute,
  path: '$id',
  component: lazyRouteComponent(securityPosture, 'SecurityPosturePanel'),
});

const vulnerabilities = () => import('../pages/vulnerabilities/vulnerabilities-page.tsx');
const vulnerabilitiesRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/vulnerabilities',
  staticData: { title: 'Vulnerabilities' },
  component: lazyRouteComponent(vulnerabilities, 'VulnerabilitiesPage'),
});

const vulnerabilityRoute = createRoute({
  getParentRoute: () => vulnerabilitiesRoute,
  path: '$id',
  component: lazyRouteComponent(vulnerabilities, 'VulnerabilityPanel'),
});

const blastRadiusRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/blast-radius',
  staticData: { title: 'Blast Radius' },
  component: lazyRouteComponent(
    () => import('../pages/blast-radius/blast-radius-page.tsx'),
    'BlastRadiusPage',
  ),
});

export const postureRoutes = [
  trustAuditRoute.addChildren([trustFindingRoute]),
  securityPostureRoute.addChildren([hostFindingRoute]),
  vulnerabilitiesRoute.addChildren([vulnerabilityRoute]),
  blastRadiusRoute,
] as const;

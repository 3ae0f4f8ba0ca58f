import { aimSet, setAt } from '../fixes/aim-patch.ts';
import { at, flagAt, itemsAt, textAt, textsAt, toPlain } from '../settings/node.ts';
import { hitAtLine, hitAtMissing, hitAtNode } from './hit-in-file.ts';
import { proxyCheck, RESTART } from './proxy-check.ts';
import { proxyKeyChecks } from './proxy-key-checks.ts';
import type { Hit, TrustCheck } from './trust-check.ts';
import { always } from './weights.ts';

/** Releases with code of attackers in them, and the first without the weaknesses that are used in the open. */
const MALICIOUS = ['1.82.7', '1.82.8'];
const FIXED = [1, 83, 7] as const;
const RECOMMENDED = '1.83.10';
/** Without these, one key can spend everything. */
const LIMITS = [
  'max_budget',
  'max_parallel_requests',
  'global_max_parallel_requests',
  'tpm_limit',
  'rpm_limit',
];

export const liteLlmChecks: readonly TrustCheck[] = [
  ...proxyKeyChecks,
  {
    id: 'LL-04',
    product: 'litellm',
    title: 'The installed release of LiteLLM is malicious or has weaknesses that are being used',
    why: '1.82.7 and 1.82.8 sent credentials away; before 1.83.7 two weaknesses are used in the open (CVE-2026-42208, CVE-2026-42271).',
    severity: 'critical',
    vendor: [],
    references: ['owasp-asi.asi04-2026'],
    find: ({ litellm }) =>
      litellm.pins.flatMap((pin) => {
        const isMalicious = MALICIOUS.includes(pin.version);
        if (!isMalicious && !isBefore(pin.version, FIXED)) return [];
        return [
          hitAtLine(pin.file, pin.line, {
            weight: always(isMalicious ? 'critical' : 'high'),
            patches: [
              {
                kind: 'line',
                file: pin.file,
                line: pin.line,
                after: pin.text.replace(pin.version, RECOMMENDED),
              },
            ],
            say: `litellm ${pin.version}`,
            restart: `pip install -r requirements.txt, then ${RESTART}`,
            side_effects: isMalicious ? 'Change every credential that this proxy held.' : '',
            part: 'litellm',
          }),
        ];
      }),
  },
  proxyCheck({
    id: 'LL-05',
    title: 'Nothing limits what a key may spend',
    why: 'One loop of an agent, or one stolen key, spends until somebody notices.',
    severity: 'medium',
    findIn: (root) => {
      const has =
        LIMITS.some(
          (name) =>
            at(root, 'litellm_settings', name) !== undefined ||
            at(root, 'general_settings', name) !== undefined,
        ) || at(root, 'litellm_settings', 'default_internal_user_params') !== undefined;
      return has
        ? []
        : [
            hitAtMissing(root, '/litellm_settings/max_budget', {
              weight: always('medium'),
              patches: [
                aimSet(root, ['litellm_settings', 'max_budget'], 100),
                aimSet(root, ['litellm_settings', 'budget_duration'], '30d'),
              ],
              restart: RESTART,
              side_effects: 'Calls stop at 100 USD in 30 days; set the amount that you mean.',
            }),
          ];
    },
  }),
  proxyCheck({
    id: 'LL-06',
    title: 'The proxy lets requests in when it cannot check them',
    why: 'A lost database, or a route that was opened, is then as good as a key.',
    severity: 'high',
    findIn: (root) => {
      const hits: Hit[] = [];
      const open = at(root, 'general_settings', 'allow_requests_on_db_unavailable');
      if (open !== undefined && flagAt(open) === true)
        hits.push(
          hitAtNode(open, {
            weight: always('high'),
            patches: [setAt(open, false)],
            restart: RESTART,
            side_effects: 'Without the database nothing is answered.',
          }),
        );
      for (const endpoint of itemsAt(root, 'general_settings', 'pass_through_endpoints'))
        if (flagAt(endpoint, 'auth') !== true)
          hits.push(
            hitAtNode(endpoint, {
              weight: always('high'),
              patches: [aimSet(endpoint, ['auth'], true)],
              title: 'A pass-through route asks for no key',
              isSecret: true,
              restart: RESTART,
            }),
          );
      const routes = at(root, 'general_settings', 'public_routes');
      if (routes !== undefined && textsAt(routes).length > 0)
        hits.push(
          hitAtNode(routes, {
            weight: always('high'),
            patches: [setAt(routes, [])],
            title: 'Routes of the proxy are public',
            restart: RESTART,
          }),
        );
      return hits;
    },
  }),
  proxyCheck({
    id: 'LL-07',
    title: 'The proxy keeps or prints whole prompts',
    why: 'Prompts hold keys and private data; logs are kept longer and read by more people.',
    severity: 'medium',
    findIn: (root) =>
      [
        ['general_settings', 'store_prompts_in_spend_logs'],
        ['litellm_settings', 'set_verbose'],
        ['general_settings', 'detailed_debug'],
      ].flatMap((keys) => {
        const node = at(root, ...keys);
        return node !== undefined && flagAt(node) === true
          ? [hitAtNode(node, { weight: always('medium'), patches: [setAt(node, false)], restart: RESTART })]
          : [];
      }),
  }),
  {
    id: 'LL-08',
    product: 'litellm',
    title: 'An agent beside the proxy holds a provider’s key',
    why: 'With a key of its own it calls the provider directly, past the shield.',
    severity: 'medium',
    vendor: [],
    references: ['owasp-asi.asi02-2026'],
    find: ({ litellm, openclaw }) =>
      litellm.files.length === 0
        ? []
        : openclaw.installed.flatMap(({ instance, env }) =>
            [...env.keys()]
              .filter((name) =>
                /^(?:OPENAI|ANTHROPIC|GEMINI|GOOGLE|MISTRAL|GROQ|OPENROUTER|DEEPSEEK|XAI)_API_KEY$/.test(
                  name,
                ),
              )
              .map((name) => ({
                subject: `~${instance.folder}/.env#${name}`,
                place: { file: `${instance.folder}/.env`, pointer: `/${name}`, line: 1 },
                evidence: `~${instance.folder}/.env sets ${name}`,
                weight: always('medium'),
                fix: {
                  patches: [{ kind: 'variable', file: `${instance.folder}/.env`, name, after: null }],
                  restart: 'openclaw gateway restart',
                  side_effects: 'The agent reaches this provider through the proxy only.',
                },
              })),
          ),
  },
  proxyCheck({
    id: 'LL-09',
    title: 'The shield is not asked before the model is',
    why: 'Without its guardrail before the call nothing is judged; a guardrail that fails open judges nothing when it is away.',
    severity: 'high',
    findIn: (root) => {
      const guards = at(root, 'guardrails');
      const before = itemsAt(guards).filter((guard) =>
        JSON.stringify(toPlain(at(guard, 'litellm_params') ?? guard)).includes('pre_call'),
      );
      if (before.length === 0) {
        const guard = {
          guardrail_name: 'clawnex-shield',
          litellm_params: {
            guardrail: 'generic_guardrail_api',
            mode: ['pre_call', 'post_call'],
            api_base: 'http://127.0.0.1:4010',
            unreachable_fallback: 'fail_closed',
            default_on: true,
          },
        };
        const after = [...itemsAt(guards).map(toPlain), guard];
        const input = {
          weight: always('high'),
          patches: [aimSet(root, ['guardrails'], after)],
          restart: RESTART,
          side_effects:
            'The shield’s token has to be in the environment: clawnex litellm prints the whole block.',
        };
        return [guards === undefined ? hitAtMissing(root, '/guardrails', input) : hitAtNode(guards, input)];
      }
      return before.flatMap((guard) => {
        const fallback = at(guard, 'litellm_params', 'unreachable_fallback');
        return fallback !== undefined && textAt(fallback) === 'fail_open'
          ? [
              hitAtNode(fallback, {
                weight: always('high'),
                patches: [setAt(fallback, 'fail_closed')],
                title: 'The guardrail lets everything through when it is away',
                restart: RESTART,
              }),
            ]
          : [];
      });
    },
  }),
];

function isBefore(version: string, fixed: readonly [number, number, number]): boolean {
  const parts = version.split('.').map(Number);
  for (const [index, part] of fixed.entries()) {
    const own = parts[index] ?? 0;
    if (own !== part) return own < part;
  }
  return false;
}

import { aimSet, setAt } from '../fixes/aim-patch.ts';
import { isWeakKey, proxyId } from '../litellm/build-graph.ts';
import { at, itemsAt, textAt } from '../settings/node.ts';
import { isLiteralSecret } from '../text/literal-secret.ts';
import { hitAtMissing, hitAtNode } from './hit-in-file.ts';
import { proxyCheck, RESTART } from './proxy-check.ts';
import type { TrustCheck } from './trust-check.ts';
import { atLeast } from './weights.ts';

export const proxyKeyChecks: readonly TrustCheck[] = [
  proxyCheck({
    id: 'LL-01',
    title: 'The LiteLLM proxy asks nobody for a key',
    why: 'It listens on every address by default: anyone who reaches it spends your money and uses your providers’ keys.',
    severity: 'critical',
    findIn: (root) =>
      at(root, 'general_settings', 'master_key') === undefined
        ? [
            hitAtMissing(root, '/general_settings/master_key', {
              weight: atLeast('high', proxyId(root)),
              patches: [aimSet(root, ['general_settings', 'master_key'], 'os.environ/LITELLM_MASTER_KEY')],
              restart: `LITELLM_MASTER_KEY=sk-$(openssl rand -hex 32), then ${RESTART} with --host 127.0.0.1`,
              side_effects: 'Callers need the key. The proxy’s own environment was not read.',
            }),
          ]
        : [],
  }),
  proxyCheck({
    id: 'LL-02',
    title: 'The proxy’s master key is an example or short',
    why: 'Keys of guides are tried first.',
    severity: 'high',
    findIn: (root) => {
      const key = at(root, 'general_settings', 'master_key');
      const text = textAt(key) ?? '';
      if (key === undefined || text.startsWith('os.environ/') || !isWeakKey(text)) return [];
      return [
        hitAtNode(key, {
          weight: atLeast('medium', proxyId(root)),
          patches: [setAt(key, 'os.environ/LITELLM_MASTER_KEY')],
          isSecret: true,
          say: `a text of ${text.length} characters`,
          restart: RESTART,
          side_effects: 'Set LITELLM_MASTER_KEY to a new key: sk-$(openssl rand -hex 32).',
        }),
      ];
    },
  }),
  proxyCheck({
    id: 'LL-03',
    title: 'A key stands in the proxy’s settings',
    why: 'Who reads the file has the key; a reference keeps it out.',
    severity: 'high',
    findIn: (root) => [
      ...itemsAt(root, 'model_list').flatMap((model) => {
        const key = at(model, 'litellm_params', 'api_key');
        const provider = (textAt(model, 'litellm_params', 'model') ?? 'provider').split('/')[0] ?? 'provider';
        return key === undefined || !isLiteralSecret('api_key', textAt(key) ?? '')
          ? []
          : [
              hitAtNode(key, {
                weight: atLeast('medium', proxyId(root)),
                patches: [
                  setAt(key, `os.environ/${provider.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}_API_KEY`),
                ],
                isSecret: true,
                restart: RESTART,
                side_effects:
                  'Make a new key and set it in the environment; the old one has to count as known.',
              }),
            ];
      }),
      ...['master_key', 'database_url'].flatMap((name) => {
        const node = at(root, 'general_settings', name);
        const text = textAt(node) ?? '';
        const isBad =
          name === 'master_key'
            ? isLiteralSecret(name, text) && !isWeakKey(text)
            : /:\/\/[^/\s:@]{1,100}:[^/\s@]{1,200}@/.test(text);
        return node === undefined || !isBad
          ? []
          : [
              hitAtNode(node, {
                weight: atLeast('medium', proxyId(root)),
                patches: [
                  setAt(node, `os.environ/${name === 'master_key' ? 'LITELLM_MASTER_KEY' : 'DATABASE_URL'}`),
                ],
                isSecret: true,
                restart: RESTART,
              }),
            ];
      }),
    ],
  }),
];

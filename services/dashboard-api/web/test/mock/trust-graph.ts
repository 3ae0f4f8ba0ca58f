import { controlId } from './controls.ts';
import type { Handlers } from './handlers.ts';

/** Who reaches what: one way from a stranger to a key, one that is guarded. */
export function makeTrustGraph(nowMs: number, filled: boolean): Pick<Handlers, 'readTrustReport'> {
  return {
    readTrustReport: () => ({
      snapshot_id: controlId(50),
      ended_at_ms: nowMs - 12 * 60_000,
      highest_risk: filled ? 100 : 0,
      nodes: filled
        ? [
            {
              id: 'p:stranger',
              kind: 'principal',
              label: 'A stranger on Telegram',
              exposure: 1,
              impact: 100,
              risk: 100,
            },
            { id: 'p:owner', kind: 'principal', label: 'The owner', exposure: 0.1, impact: 100, risk: 10 },
            {
              id: 's:dm',
              kind: 'surface',
              label: 'Telegram direct messages',
              exposure: 1,
              impact: 100,
              risk: 100,
            },
            { id: 's:cli', kind: 'surface', label: 'Terminal', exposure: 0.1, impact: 80, risk: 8 },
            { id: 'a:main', kind: 'agent', label: 'main', exposure: 1, impact: 100, risk: 100 },
            { id: 'a:night', kind: 'agent', label: 'night\u202eshift', exposure: 0.2, impact: 40, risk: 8 },
            {
              id: 'c:exec',
              kind: 'capability',
              label: 'exec on the host',
              exposure: 0.9,
              impact: 100,
              risk: 90,
            },
            { id: 'c:web', kind: 'capability', label: 'web_fetch', exposure: 0.9, impact: 30, risk: 27 },
            { id: 'r:ssh', kind: 'resource', label: '~/.ssh', exposure: 0.9, impact: 100, risk: 90 },
          ]
        : [],
      edges: filled
        ? [
            ['p:stranger', 's:dm', 1],
            ['p:owner', 's:cli', 1],
            ['s:dm', 'a:main', 1],
            ['s:cli', 'a:night', 0.4],
            ['a:main', 'c:exec', 0.9],
            ['a:night', 'c:web', 0.9],
            ['c:exec', 'r:ssh', 1],
          ].map(([from, to, strength]) => ({
            id: `${from} ${to}`,
            from,
            to,
            relation: 'reaches',
            strength,
            guards: strength === 1 ? [] : ['approval'],
            confidence: 'written',
            place: '~/.openclaw/openclaw.json:41 /channels/telegram/dmPolicy',
          }))
        : [],
      left_out: 0,
      choke_points: filled
        ? [{ edge: 's:dm a:main', from: 'Telegram direct messages', to: 'main', removes: 78, share: 0.78 }]
        : [],
      legs: filled
        ? [
            {
              agent: 'a:main',
              label: 'main',
              untrusted: 1,
              sensitive: 0.9,
              acts: 0.9,
              drop: 'untrusted',
              breaks_rule_of_two: true,
            },
          ]
        : [],
      combinations: [],
      stranger_to_host: filled
        ? [{ strength: 0.9, words: 'A stranger on Telegram → direct message → main → exec on the host' }]
        : [],
      who_reaches_secrets: [],
      new_access: null,
    }),
  };
}

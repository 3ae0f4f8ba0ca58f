import { z } from 'zod';
import { Count, EpochMs, EventId } from './scalars.ts';

const NodeId = z.string().max(700);
const Label = z.string().max(300);
const Share = z.number().min(0).max(1);
const Risk = z.number().min(0).max(100);

const Way = z.strictObject({ strength: Share, words: z.string().max(1_200) });

/** A node with what it is worth to an attacker: who reaches it, and what it leads to. */
export const TrustNode = z.strictObject({
  id: NodeId,
  kind: z.enum(['principal', 'surface', 'agent', 'capability', 'resource']),
  label: Label,
  exposure: Share,
  impact: Risk,
  risk: Risk,
});

export const TrustEdge = z.strictObject({
  id: z.string().max(1_500),
  from: NodeId,
  to: NodeId,
  relation: z.string().max(32),
  strength: Share,
  guards: z.array(z.string().max(200)).max(10),
  confidence: z.enum(['written', 'default', 'unknown']),
  /** `~/file:line /pointer`; null for a default. */
  place: z.string().max(1_200).nullable(),
});

/** The newest run as a graph, with the questions answered on it. */
export const TrustReport = z.strictObject({
  snapshot_id: EventId,
  ended_at_ms: EpochMs,
  highest_risk: Risk,
  nodes: z.array(TrustNode).max(600),
  edges: z.array(TrustEdge).max(2_000),
  /** Nodes and edges that did not fit into one answer. */
  left_out: Count,
  choke_points: z
    .array(
      z.strictObject({
        edge: z.string().max(1_500),
        from: Label,
        to: Label,
        removes: z.number(),
        share: Share,
      }),
    )
    .max(10),
  legs: z
    .array(
      z.strictObject({
        agent: NodeId,
        label: Label,
        untrusted: Share,
        sensitive: Share,
        acts: Share,
        drop: z.enum(['untrusted', 'sensitive', 'acts']),
        breaks_rule_of_two: z.boolean(),
      }),
    )
    .max(300),
  combinations: z
    .array(z.strictObject({ id: z.string().max(16), what: z.string().max(300), agent: NodeId.nullable() }))
    .max(300),
  stranger_to_host: z.array(Way).max(10),
  who_reaches_secrets: z
    .array(z.strictObject({ principal: NodeId, strength: Share, words: z.string().max(1_200) }))
    .max(10),
  /** What the run before did not have; null before a second run. */
  new_access: z.array(Way).max(20).nullable(),
});
export type TrustReport = z.infer<typeof TrustReport>;

/** Changes that are tried on a copy: those of findings, settings such as `telegram.dmPolicy=pairing`, strengths of edges. */
export const TrustWish = z.strictObject({
  findings: z.array(EventId).max(50).default([]),
  settings: z.array(z.string().min(3).max(600)).max(20).default([]),
  edges: z
    .array(z.strictObject({ edge: z.string().max(1_500), strength: Share }))
    .max(50)
    .default([]),
});
export type TrustWish = z.infer<typeof TrustWish>;

/** What the changes come to. */
export const TrustWhatIf = z.strictObject({
  highest_before: Risk,
  highest_after: Risk,
  changes: z.array(z.strictObject({ node: NodeId, label: Label, before: Risk, after: Risk })).max(50),
  removes: z.array(EventId).max(500),
  adds: z.array(EventId).max(500),
});
export type TrustWhatIf = z.infer<typeof TrustWhatIf>;

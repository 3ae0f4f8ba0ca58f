import { useMemo } from 'react';
import { revealName } from '../../ui/reveal.ts';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import css from './blast-radius.module.css';
import { LAYER_NAMES, LAYERS, type Layered, reachOf, type TrustEdge } from './layers.ts';

const COLUMN_PX = 176;
const GAP_PX = 56;
const ROW_PX = 36;
const HEAD_PX = 32;
const NODE_PX = 28;

/** From the outside in; the chosen node's ways in both directions stand out, the rest steps back. */
export function TrustGraph(props: {
  layered: Layered;
  /** All edges, so that a way through nodes that are not drawn is followed too. */
  edges: readonly TrustEdge[];
  chosen: string | undefined;
  onChoose: (id: string) => void;
}) {
  const { layered, chosen } = props;
  const { placed, left } = layered;
  const reach = useMemo(
    () => (chosen === undefined ? null : reachOf(props.edges, chosen)),
    [props.edges, chosen],
  );
  const rows = Math.max(1, ...[...placed.values()].map(({ place }) => place + 1));
  const width = LAYER_NAMES.length * COLUMN_PX + (LAYER_NAMES.length - 1) * GAP_PX;
  const height = HEAD_PX + rows * ROW_PX + ROW_PX;
  const x = (layer: number) => layer * (COLUMN_PX + GAP_PX);
  const y = (place: number) => HEAD_PX + place * ROW_PX;
  return (
    <ScrollRegion className={css['graph']} label="Who reaches what; the same as a table: button above">
      <div className={css['canvas']} style={{ width, height }}>
        <svg width={width} height={height} aria-hidden="true">
          {layered.edges.map((edge) => {
            const from = placed.get(edge.from);
            const to = placed.get(edge.to);
            if (from === undefined || to === undefined) return null;
            const lit = reach?.has(edge.from) === true && reach.has(edge.to);
            const [x1, y1] = [x(from.layer) + COLUMN_PX, y(from.place) + NODE_PX / 2];
            const [x2, y2] = [x(to.layer), y(to.place) + NODE_PX / 2];
            return (
              <path
                key={edge.id}
                className={css[reach === null ? 'edge' : lit ? 'lit' : 'faint']}
                d={`M${x1} ${y1}C${x1 + GAP_PX / 2} ${y1} ${x2 - GAP_PX / 2} ${y2} ${x2} ${y2}`}
                strokeDasharray={edge.strength < 0.5 ? '4 3' : undefined}
              />
            );
          })}
        </svg>
        {LAYER_NAMES.map((name, layer) => (
          <div key={name} className={css['layer']} style={{ left: x(layer), width: COLUMN_PX }}>
            {LAYERS[name]}
          </div>
        ))}
        {[...placed.values()].map(({ node, layer, place }) => (
          <button
            key={node.id}
            type="button"
            className={css['node']}
            style={{ left: x(layer), top: y(place), width: COLUMN_PX, height: NODE_PX }}
            aria-pressed={node.id === chosen}
            data-faint={reach !== null && !reach.has(node.id) ? '' : undefined}
            title={`${revealName(node.label)}: risk ${node.risk.toFixed(0)} of 100 (exposure ${node.exposure.toFixed(2)}, impact ${node.impact.toFixed(0)})`}
            onClick={() => props.onChoose(node.id)}
          >
            <span className={css['name']}>{revealName(node.label)}</span>
            <span className={css['risk']}>{node.risk.toFixed(0)}</span>
          </button>
        ))}
        {left.map((count, layer) =>
          count === 0 ? null : (
            <div
              key={LAYER_NAMES[layer]}
              className={css['left']}
              style={{ left: x(layer), top: y(rows), width: COLUMN_PX }}
            >
              and {count} of lower risk
            </div>
          ),
        )}
      </div>
    </ScrollRegion>
  );
}

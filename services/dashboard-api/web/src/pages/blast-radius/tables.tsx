import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { Pill } from '../../ui/mark.tsx';
import report from '../../ui/report.module.css';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { ForeignText } from '../../ui/untrusted.tsx';
import type { TrustReport } from '../trust-audit/trust-queries.ts';
import css from './blast-radius.module.css';
import { LAYERS, type TrustEdge } from './layers.ts';

function Table({
  caption,
  heads,
  children,
}: {
  caption: string;
  heads: readonly string[];
  children: ReactNode;
}) {
  return (
    <ScrollRegion label={caption} className={css['scroll']}>
      <table className={`${report['table']} ${css['table']}`}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </ScrollRegion>
  );
}

const share = (value: number) => `${Math.round(value * 100)} %`;

/** The graph's twin: every node, the riskiest first. */
export function NodeTable(props: {
  report: TrustReport;
  chosen: string | undefined;
  onChoose: (id: string) => void;
}) {
  const nodes = [...props.report.nodes].sort((a, b) => b.risk - a.risk);
  return (
    <Table caption="Every node, the riskiest first" heads={['Node', 'Layer', 'Exposure', 'Impact', 'Risk']}>
      {nodes.map((node) => (
        <tr key={node.id} data-chosen={node.id === props.chosen ? '' : undefined}>
          <th scope="row">
            <button type="button" className={css['link']} onClick={() => props.onChoose(node.id)}>
              <ForeignText text={node.label} />
            </button>
          </th>
          <td>{LAYERS[node.kind]}</td>
          <td>{share(node.exposure)}</td>
          <td>{node.impact.toFixed(0)}</td>
          <td>{node.risk.toFixed(0)}</td>
        </tr>
      ))}
    </Table>
  );
}

const CONFIDENCE: Record<TrustEdge['confidence'], string> = {
  written: 'written there',
  default: 'a default, written nowhere',
  unknown: 'not sure',
};

/** The ways into and out of a node, each with its guards and the place in a file that makes it so. */
export function EdgesOf({ report, id }: { report: TrustReport; id: string }) {
  const label = (node: string) => report.nodes.find((each) => each.id === node)?.label ?? node;
  const edges = report.edges
    .filter(({ from, to }) => from === id || to === id)
    .sort((a, b) => b.strength - a.strength);
  return (
    <Table
      caption={`Ways into and out of ${label(id)}`}
      heads={['From', 'To', 'How', 'Open', 'Guards', 'Where it is said']}
    >
      {edges.map((edge) => (
        <tr key={edge.id}>
          <td>
            <ForeignText text={label(edge.from)} />
          </td>
          <td>
            <ForeignText text={label(edge.to)} />
          </td>
          <td>{edge.relation}</td>
          <td>{share(edge.strength)}</td>
          <td>{edge.guards.length === 0 ? 'none' : <ForeignText text={edge.guards.join(', ')} />}</td>
          <td className={css['mono']}>
            {edge.place === null ? CONFIDENCE[edge.confidence] : <ForeignText text={edge.place} />}
          </td>
        </tr>
      ))}
    </Table>
  );
}

/** Which single way, once cut, takes away most. */
export function ChokePoints(props: {
  report: TrustReport;
  cut: readonly string[];
  onCut: (edge: string) => void;
}) {
  const { choke_points: points } = props.report;
  return (
    <section className={css['part']}>
      <h2>Choke points</h2>
      {points.length === 0 ? (
        <p className={css['dim']}>No single cut takes anything away.</p>
      ) : (
        <Table caption="Cutting one way takes away so much of all risk" heads={['Way', 'Takes away', '']}>
          {points.map((point) => (
            <tr key={point.edge}>
              <th scope="row">
                <ForeignText text={`${point.from} → ${point.to}`} />
              </th>
              <td>{share(point.share)}</td>
              <td>
                <Button
                  disabledReason={props.cut.includes(point.edge) ? 'It is cut already' : null}
                  onClick={() => props.onCut(point.edge)}
                >
                  Cut it
                </Button>
              </td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}

/** The three legs of each agent: what strangers say to it, what it may see, what it may do. Two are a working agent, three a way out. */
export function Agents({ report }: { report: TrustReport }) {
  return (
    <section className={css['part']}>
      <h2>Agents</h2>
      <Table
        caption="Three legs: an agent that has all three can be turned against its owner"
        heads={['Agent', 'Hears strangers', 'Sees secrets', 'Acts outside', 'Rule of two', 'Take away']}
      >
        {report.legs.map((legs) => (
          <tr key={legs.agent}>
            <th scope="row">
              <ForeignText text={legs.label} />
            </th>
            <td>{share(legs.untrusted)}</td>
            <td>{share(legs.sensitive)}</td>
            <td>{share(legs.acts)}</td>
            <td>
              {legs.breaks_rule_of_two ? (
                <Pill shape="triangle" tone="high">
                  broken
                </Pill>
              ) : (
                <Pill shape="disc" tone="ok">
                  kept
                </Pill>
              )}
            </td>
            <td>{legs.breaks_rule_of_two ? WORDS[legs.drop] : 'nothing'}</td>
          </tr>
        ))}
      </Table>
      {report.combinations.map((each) => (
        <p key={`${each.id} ${each.agent}`}>
          <Pill shape="triangle" tone="high">
            {each.id}
          </Pill>{' '}
          <ForeignText text={each.what} />
        </p>
      ))}
    </section>
  );
}

const WORDS = {
  untrusted: 'what strangers can say to it',
  sensitive: 'what it can see',
  acts: 'what it can do outside',
} as const;

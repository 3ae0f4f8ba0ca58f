import type { IncidentDetail } from '@clawnex/proto/http/dashboard/incident-work.ts';
import { Link } from '@tanstack/react-router';
import { Value } from '../../list/filter-in.tsx';
import { ContainButton } from '../../shield/contain-button.tsx';
import { buttonClass } from '../../ui/button.tsx';
import { CopyValue } from '../../ui/copy.tsx';
import { formatCount, formatSpan, plural } from '../../ui/format.ts';
import { Pill, SeverityPill, Tag } from '../../ui/mark.tsx';
import { OriginTag } from '../../ui/origin-tag.tsx';
import { Facts, Section } from '../../ui/panel.tsx';
import { Exact } from '../../ui/time.tsx';
import { ForeignText } from '../../ui/untrusted.tsx';
import { isFilterable } from '../../view-search.ts';
import { IncidentActions, IncidentComments } from './incident-actions.tsx';
import { StatusPill, TacticStrip } from './incident-marks.tsx';
import { entityWord } from './incident-spec.tsx';
import css from './incidents.module.css';

type Row = IncidentDetail['row'];
type Alert = IncidentDetail['alerts'][number];

/** Story first: what happened and what to do, how far it went, then who, evidence, work. */
export function IncidentStory({ detail }: { detail: IncidentDetail }) {
  const { row, timeline, alerts, actions } = detail;
  const lasted = Date.parse(row.last_at) - Date.parse(row.first_at);
  return (
    <>
      {detail.gone ? <Gone detail={detail} /> : null}
      <Section
        heading="What happened"
        meta={
          <>
            <Exact at={row.last_at} /> <OriginTag origin={row.origin} what="activity" />
          </>
        }
      >
        <p className={css['why']}>
          <ForeignText text={row.why} />
        </p>
        {row.tactics.length === 0 ? null : <TacticStrip tactics={row.tactics} />}
        {actions.length === 0 ? null : (
          <ul className={css['todo']} aria-label="What to do">
            {actions.map((action) => (
              <li key={action}>
                <ForeignText text={action} />
              </li>
            ))}
          </ul>
        )}
        <IncidentActions detail={detail} />
      </Section>
      {timeline.length === 0 ? null : (
        <Section heading="How it went" meta={`${plural(timeline.length, 'step')}, oldest first`}>
          <Timeline detail={detail} />
        </Section>
      )}
      <Section heading="Who it is about">
        <ul className={css['entities']}>
          {row.entities.map((entity) => (
            <li key={entityWord(entity)}>
              <span className={css['kind']}>{entity.kind.replaceAll('_', ' ')}</span>
              <Value field="entity" value={entityWord(entity)} reachable>
                <ForeignText text={entity.id} />
              </Value>
              <span className={css['acts']}>
                <EntityTraffic entity={entity} incident={row} />
                {isStopKind(entity.kind) ? (
                  <ContainButton asked={{ kind: entity.kind, name: entity.id }} label="Contain…" />
                ) : null}
              </span>
            </li>
          ))}
        </ul>
      </Section>
      <Section
        heading="Alerts"
        meta={
          detail.alerts_left_out === 0
            ? plural(alerts.length, 'alert')
            : `the latest ${alerts.length} of ${formatCount(alerts.length + detail.alerts_left_out)}`
        }
      >
        {alerts.map((alert) => (
          <AlertView key={alert.alert_id} alert={alert} />
        ))}
      </Section>
      <Section heading="Comments" meta={detail.comments.length === 0 ? 'none yet' : null}>
        <IncidentComments detail={detail} />
      </Section>
      <Section heading="Facts">
        <Facts
          rows={{
            Status: <StatusPill status={row.status} />,
            Owner: row.owner ?? 'nobody',
            ...(detail.work === null
              ? {}
              : {
                  'Last worked on': (
                    <>
                      <Exact at={detail.work.updated_at} /> by {detail.work.updated_by}
                    </>
                  ),
                }),
            Risk: <span title="Rises with each alert and falls with time">{row.risk.toFixed(1)}</span>,
            'First event': <Exact at={row.first_at} />,
            'Latest event': <Exact at={row.last_at} />,
            Lasted: lasted === 0 ? 'one moment' : formatSpan(lasted),
            Host: <Value field="host" value={row.host} reachable />,
            Id: <CopyValue value={row.incident_id} label="the incident's id" />,
          }}
        />
      </Section>
    </>
  );
}

function Gone({ detail }: { detail: IncidentDetail }) {
  const { merged_into: merged } = detail;
  return (
    <Section heading="It does not stand any more">
      {merged === null ? (
        <p>Events that came late showed that its alerts did not happen.</p>
      ) : (
        <p>
          It is told by another incident.{' '}
          <Link to="/incidents/$id" params={{ id: merged }} search={(view) => view}>
            Go there
          </Link>
        </p>
      )}
    </Section>
  );
}

function Timeline({ detail: { timeline } }: { detail: IncidentDetail }) {
  return (
    <ol className={css['timeline']}>
      {timeline.map((entry, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: one alert can stand twice, and steps never move
        <li key={index} data-muted={entry.counts ? undefined : ''}>
          <p className={css['step']}>
            <SeverityPill severity={entry.severity} />
            <strong>
              <ForeignText text={entry.title} />
            </strong>
            {entry.counts ? null : <Tag title="Told by another alert's story, or muted">not counted</Tag>}
            <span className={css['dim']}>
              <Exact at={entry.at} />
              {entry.tactics.length === 0 ? '' : `, ${entry.tactics.join(', ').replaceAll('-', ' ')}`}
            </span>
          </p>
          <p>
            <ForeignText text={entry.why} />
          </p>
        </li>
      ))}
    </ol>
  );
}

function AlertView({ alert }: { alert: Alert }) {
  const retracted = alert.state === 'retracted';
  return (
    <details className={css['alert']}>
      <summary>
        {retracted ? (
          <Pill shape="bar" tone="dim" title="An event that came late showed that it did not happen">
            taken back
          </Pill>
        ) : (
          <SeverityPill severity={alert.severity} />
        )}{' '}
        <ForeignText text={alert.title} />
        <span className={css['dim']}> {plural(alert.events_total, 'event')}</span>
        {alert.suppressed_by === null ? null : (
          <Tag title={`Kept out of the severity by the suppression ${alert.suppressed_by}`}>suppressed</Tag>
        )}
      </summary>
      <p>
        <ForeignText text={alert.why} />
      </p>
      <Facts
        rows={{
          Rule: <CopyValue value={alert.rule} label="the rule's name" />,
          Of: (
            <>
              {alert.entity.kind} <ForeignText text={alert.entity.id} />
            </>
          ),
          First: <Exact at={alert.first_at} />,
          Last: <Exact at={alert.last_at} />,
          ...(alert.state === 'revised' ? { State: 'changed by a later event' } : {}),
          Id: <CopyValue value={alert.alert_id} label="the alert's id" />,
        }}
      />
      {alert.steps.length === 0 ? null : (
        <ul className={css['steps']} aria-label="What it fired on">
          {alert.steps.map((step) => (
            <li key={`${step.event_id} ${step.rule}`}>
              <Exact at={step.at} /> <span className={css['mono']}>{step.rule}</span>
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}

const STOPPED = ['agent', 'session', 'key', 'tool', 'skill'] as const;

/** Hosts, instances and others are not stopped as such. */
function isStopKind(kind: string): kind is (typeof STOPPED)[number] {
  return STOPPED.some((each) => each === kind);
}

const TRAFFIC_FIELDS = {
  agent: 'agent',
  session: 'session',
  key: 'key',
  model: 'model',
  host: 'host',
} as const;

/** Around an incident: what came just before belongs to its story. */
const MARGIN_MS = 5 * 60_000;

/** The calls of an entity in the time of the incident. */
function EntityTraffic({ entity, incident }: { entity: Row['entities'][number]; incident: Row }) {
  const { kind, id } = entity;
  if (!(kind in TRAFFIC_FIELDS) || !isFilterable(id)) return null;
  // `in` has just said so; the compiler does not follow it for the union.
  const field = TRAFFIC_FIELDS[kind as keyof typeof TRAFFIC_FIELDS];
  const span = {
    from: new Date(Date.parse(incident.first_at) - MARGIN_MS).toISOString(),
    to: new Date(Date.parse(incident.last_at) + MARGIN_MS).toISOString(),
  };
  return (
    <Link
      to="/traffic"
      search={{ [field]: id, ...span, ...(incident.origin === 'live' ? {} : { origin: incident.origin }) }}
      className={buttonClass('quiet')}
      title={`Calls of this ${kind} from 5 min before the first event to 5 min after the latest`}
    >
      Its calls
    </Link>
  );
}

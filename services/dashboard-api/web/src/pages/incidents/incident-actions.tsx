import type { IncidentDetail } from '@clawnex/proto/http/dashboard/incident-work.ts';
import { PERMISSION } from '@clawnex/proto/permission-names.ts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { failureOf, incidentQuery, incidentsQuery, queryClient, unwrap } from '../../api/queries.ts';
import { Button, KeyCap } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { formatWord } from '../../ui/format.ts';
import { useDenial, useMe } from '../../ui/frame/me.ts';
import { useKeys } from '../../ui/keys.ts';
import { Exact } from '../../ui/time.tsx';
import { say } from '../../ui/toast.tsx';
import { UntrustedText } from '../../ui/untrusted.tsx';
import { MuteDialog } from '../correlations/mute-dialog.tsx';
import { STATUS_NAMES, type Status } from './incident-marks.tsx';
import css from './incidents.module.css';

function incidentChanged(id: string): void {
  void queryClient.invalidateQueries({ queryKey: incidentQuery(id).queryKey });
  void queryClient.invalidateQueries({ queryKey: incidentsQuery.queryKey });
}

function useWorkDenial(): string | null {
  return useDenial(PERMISSION.workIncidents, 'work on incidents', ['admin', 'responder', 'analyst']);
}

interface Work {
  readonly status: Status;
  readonly owner: string | null;
}

/** Take it, set its status; the last change can be undone while this panel is open. */
export function IncidentActions({ detail }: { detail: IncidentDetail }) {
  const { row, work } = detail;
  const me = useMe();
  const denial = useWorkDenial();
  const [undo, setUndo] = useState<Work | null>(null);
  const change = useMutation({
    mutationFn: async (to: Work) =>
      unwrap(
        await call('changeIncident', {
          params: { incident_id: row.incident_id },
          body: { ...to, seen: work?.updated_at ?? null },
        }),
      ),
    onSuccess: ({ status, owner, ...changed }) => {
      // At once, not with the next reading: the next key may come sooner, and must not seem to be somebody else's.
      queryClient.setQueryData(incidentQuery(row.incident_id).queryKey, (before) =>
        before === undefined ? before : { ...before, row: { ...before.row, status, owner }, work: changed },
      );
      setUndo({ status: row.status, owner: row.owner });
      say(
        `${formatWord(status)}, ${owner === null ? "nobody's" : owner === me.username ? 'yours' : `${owner}'s`}. u undoes it.`,
      );
    },
    // Also after a conflict: what is there now has to be seen before it can be changed.
    onSettled: () => incidentChanged(row.incident_id),
  });
  const cannot = denial ?? (change.isPending ? 'It is being saved' : null);
  const set = (to: Partial<Work>) => {
    if (cannot === null) change.mutate({ status: row.status, owner: row.owner, ...to });
  };
  const take = () =>
    set({ owner: me.username, ...(row.status === 'new' ? { status: 'investigating' } : {}) });
  const resolve = () => set({ status: 'resolved' });
  useKeys({
    assign: take,
    resolve,
    undo: () => {
      if (undo !== null) set(undo);
    },
  });
  const mine = row.owner === me.username;
  return (
    <>
      <div className={css['actions']}>
        <label className={css['status']}>
          Status
          <select
            aria-label="Status"
            value={row.status}
            disabled={cannot !== null}
            title={cannot ?? undefined}
            // One of the options, which are the statuses.
            onChange={(event) => set({ status: event.target.value as Status })}
          >
            {STATUS_NAMES.map((status) => (
              <option key={status} value={status}>
                {formatWord(status)}
              </option>
            ))}
          </select>
        </label>
        <Button disabledReason={cannot ?? (mine ? 'It is yours already' : null)} onClick={take}>
          Assign to me <KeyCap name="assign" />
        </Button>
        <Button
          disabledReason={cannot ?? (row.status === 'resolved' ? 'It is resolved already' : null)}
          onClick={resolve}
        >
          Resolve <KeyCap name="resolve" />
        </Button>
        <MuteButton detail={detail} />
        {undo === null ? null : (
          <Button kind="quiet" disabledReason={cannot} onClick={() => set(undo)}>
            Undo <KeyCap name="undo" />
          </Button>
        )}
      </div>
      {change.error === null ? null : (
        <p className={css['problem']} role="alert">
          Not changed. {failureOf(change.error).message}
        </p>
      )}
    </>
  );
}

/** Asks to mute what is known and right. */
function MuteButton({ detail }: { detail: IncidentDetail }) {
  const [open, setOpen] = useState(false);
  const denial = useWorkDenial();
  useKeys({ mute: () => setOpen(denial === null) });
  return (
    <>
      <Button disabledReason={denial} onClick={() => setOpen(true)}>
        Mute… <KeyCap name="mute" />
      </Button>
      {open ? (
        <MuteDialog entities={detail.row.entities} rules={detail.rules} onClose={() => setOpen(false)} />
      ) : null}
    </>
  );
}

/** What people said of it, oldest first, and the next word. */
export function IncidentComments({ detail }: { detail: IncidentDetail }) {
  const { incident_id: id } = detail.row;
  const denial = useWorkDenial();
  const [text, setText] = useState('');
  const add = useMutation({
    mutationFn: async () =>
      unwrap(await call('commentIncident', { params: { incident_id: id }, body: { text: text.trim() } })),
    onSuccess: () => setText(''),
    onSettled: () => incidentChanged(id),
  });
  return (
    <>
      {detail.comments.map((comment) => (
        <div key={comment.comment_id} className={css['comment']}>
          <p>
            <strong>{comment.by}</strong>{' '}
            <span className={css['dim']}>
              <Exact at={comment.at} />
            </span>
          </p>
          <UntrustedText text={comment.text} label={`Comment of ${comment.by}`} />
        </div>
      ))}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (denial === null && text.trim() !== '' && !add.isPending) add.mutate();
        }}
      >
        <Field
          label="Comment"
          hint="Stays as it is: comments are not changed or taken back"
          error={add.error === null ? null : `Not added. ${failureOf(add.error).message}`}
        >
          {(aria) => (
            <textarea
              {...aria}
              rows={2}
              maxLength={4_000}
              disabled={denial !== null}
              title={denial ?? undefined}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        <Button
          type="submit"
          disabledReason={
            denial ??
            (text.trim() === '' ? 'Write something first' : add.isPending ? 'It is being added' : null)
          }
        >
          Add the comment
        </Button>
      </form>
    </>
  );
}

import { PERMISSION } from '@clawnex/proto/permission-names.ts';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { useDenial } from '../ui/frame/me.ts';
import { revealName } from '../ui/reveal.ts';
import { ContainDialog, type StopAsked } from './contain-dialog.tsx';

/** Asks to stop what is in sight. */
export function ContainButton({ asked, label }: { asked: StopAsked; label?: string }) {
  const [open, setOpen] = useState(false);
  const denial = useDenial(PERMISSION.changeContainment, 'contain', ['admin', 'responder']);
  return (
    <>
      <Button
        disabledReason={denial}
        title={`Stop ${asked.kind} ${revealName(asked.name)} for a time`}
        onClick={() => setOpen(true)}
      >
        {label ?? `Contain ${asked.kind}…`}
      </Button>
      {open ? <ContainDialog asked={asked} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

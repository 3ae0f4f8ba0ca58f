import { PERMISSION } from '@clawnex/proto/permission-names.ts';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { useDenial } from '../ui/frame/me.ts';
import { type ExceptionAsked, ExceptionDialog } from './exception-dialog.tsx';

/** Asks to let a rule count for nothing where it was wrong. */
export function ExceptButton({ asked }: { asked: ExceptionAsked }) {
  const [open, setOpen] = useState(false);
  const denial = useDenial(PERMISSION.changePolicy, 'make an exception', ['admin', 'responder']);
  return (
    <>
      <Button disabledReason={denial} onClick={() => setOpen(true)}>
        Make an exception…
      </Button>
      {open ? <ExceptionDialog asked={asked} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

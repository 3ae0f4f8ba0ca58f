import { ControlDesk, type DeskParts } from './control-desk.ts';

/** The desks at which operators decide, one per kind. */
export interface Desks {
  readonly exceptions: ControlDesk<'exceptions'>;
  readonly containment: ControlDesk<'containment'>;
  readonly reviews: ControlDesk<'reviews'>;
  readonly break_glass: ControlDesk<'break_glass'>;
  readonly own_rules: ControlDesk<'own_rules'>;
  readonly canaries: ControlDesk<'canaries'>;
  readonly correlation_rules: ControlDesk<'correlation_rules'>;
  readonly suppressions: ControlDesk<'suppressions'>;
}

export function openDesks(parts: DeskParts): Desks {
  return {
    exceptions: new ControlDesk('exceptions', parts),
    containment: new ControlDesk('containment', parts),
    reviews: new ControlDesk('reviews', parts),
    break_glass: new ControlDesk('break_glass', parts),
    own_rules: new ControlDesk('own_rules', parts),
    canaries: new ControlDesk('canaries', parts),
    correlation_rules: new ControlDesk('correlation_rules', parts),
    suppressions: new ControlDesk('suppressions', parts),
  };
}

/** Publishes everything anew: a broker that lost its bucket gets it back. */
export async function publishAll(desks: Desks): Promise<void> {
  await Promise.all(Object.values(desks).map((desk) => desk.publisher.connected()));
}

export function stopPublishing(desks: Desks): void {
  for (const desk of Object.values(desks)) desk.publisher.stop();
}

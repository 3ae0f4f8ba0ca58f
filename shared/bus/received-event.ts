import type { Envelope } from '@clawnex/proto/envelope.ts';
import type { EventData, EventType } from '@clawnex/proto/events.ts';

/** An event that its schema accepted. Narrow `data` by `type`. */
export type ReceivedEvent<T extends EventType = EventType> = T extends EventType
  ? {
      readonly type: T;
      readonly data: EventData<T>;
      readonly envelope: Envelope;
      /** Sequence in the event stream. */
      readonly sequence: number;
    }
  : never;

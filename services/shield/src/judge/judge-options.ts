import type { DaemonContext } from '@clawnex/shared/kernel/lifecycle.ts';
import type { Controls } from '../controls/controls.ts';
import type { Recorder } from '../record/recorder.ts';
import type { BlockScanner } from '../scan/block-scanner.ts';

/** What judging works with. */
export interface JudgeOptions {
  readonly context: Pick<DaemonContext, 'clock' | 'log' | 'metrics' | 'host' | 'health'>;
  readonly scanner: BlockScanner;
  readonly recorder: Recorder;
  readonly controls: Controls;
  /** Verifies demo and test marks. */
  readonly tagKey: string;
  /** Makes the markers of canaries. */
  readonly canaryKey: string;
}

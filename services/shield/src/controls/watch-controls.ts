import type { CONFIG_KEYS, ConfigKey, ConfigValue } from '@clawnex/proto/kv.ts';
import { type WatchedConfig, watchConfig } from '@clawnex/shared/bus/config-watch.ts';
import type { Bus } from '@clawnex/shared/bus/connect.ts';
import type { DaemonContext } from '@clawnex/shared/kernel/lifecycle.ts';
import type { ControlSources } from './controls.ts';

type Watched = { readonly [K in ConfigKey]: WatchedConfig<K> };

/** Follows every key of the configuration: each from the bus, or as it lies on disk. `onChange` hears of each change. */
export function watchControls(
  context: DaemonContext,
  bus: Bus,
  onChange: (key: ConfigKey) => void,
): ControlSources {
  const watch = <K extends ConfigKey>(key: K) => watchConfig(context, bus, key, () => onChange(key));
  const watched: Watched = {
    policy: watch('policy'),
    exceptions: watch('exceptions'),
    containment: watch('containment'),
    reviews: watch('reviews'),
    break_glass: watch('break_glass'),
    own_rules: watch('own_rules'),
    canaries: watch('canaries'),
    correlation_rules: watch('correlation_rules'),
    suppressions: watch('suppressions'),
  } satisfies Record<keyof typeof CONFIG_KEYS, unknown>;
  return { current: <K extends ConfigKey>(key: K): ConfigValue<K> => watched[key].current() };
}

import { type Node, pointerKey } from '../settings/node.ts';
import { type Instance, KNOWN_VERSION } from './instance.ts';

/** A value longer than this is no setting. */
const VALUE_LENGTH_MAX = 200;

/** What one setting means for one question, before severity: that follows from the other settings. */
export interface Judgement {
  readonly state: 'safe' | 'weak' | 'absent' | 'unknown';
  /** Keys of the setting, for the subject. */
  readonly keys: readonly string[];
  readonly evidence: string;
  /** Why it is unknown or does not apply. */
  readonly reason?: string;
  readonly fix?: string;
}

/** `~/.openclaw/openclaw.json#/gateway/bind`: stable, whatever file an include puts the value in. */
export function subjectOf(instance: Instance, keys: readonly string[]): string {
  return `~${instance.configFile}#${keys.map((key) => `/${pointerKey(key)}`).join('')}`;
}

/** Where a value stands and what it is, for values that are no secrets. */
export function quote(node: Node): string {
  const { file, pointer, line } = node.place;
  const value =
    node.kind === 'scalar'
      ? JSON.stringify(node.value).slice(0, VALUE_LENGTH_MAX)
      : node.kind === 'array'
        ? 'a list'
        : 'an object';
  return `~${file}:${line} ${pointer} = ${value}`;
}

/** Where a value stands, for values that may be secrets. */
export function placeOf(node: Node): string {
  return `~${node.place.file}:${node.place.line} ${node.place.pointer}`;
}

/** A setting that is not written: judged by the known default, or unknown when a newer release wrote the file. */
export function judgeDefault(
  instance: Instance,
  keys: readonly string[],
  defaultValue: string,
  state: 'safe' | 'weak',
): Judgement {
  const name = keys.join('.');
  if (!instance.defaultsKnown)
    return {
      state: 'unknown',
      keys,
      evidence: `~${instance.configFile}: ${name} is not set.`,
      reason: `The file was written by OpenClaw ${instance.version}; its default of ${name} is not known here (known up to ${KNOWN_VERSION}).`,
    };
  const source = instance.version ?? 'an unknown version';
  return {
    state,
    keys,
    evidence: `~${instance.configFile}: ${name} is not set (file of ${source}); the default of ${KNOWN_VERSION} is ${defaultValue}.`,
  };
}

export function unknownValue(keys: readonly string[], node: Node): Judgement {
  return {
    state: 'unknown',
    keys,
    evidence: quote(node),
    reason: `This value of ${keys.join('.')} is not known here.`,
  };
}

/** A text that OpenClaw fills in from its environment. */
export function isReference(text: string): boolean {
  return text.includes('${');
}

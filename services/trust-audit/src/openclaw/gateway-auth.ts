import type { RootFolder } from '@clawnex/shared/posture/root-folder.ts';
import { at, type Node, textAt, textsAt } from '../settings/node.ts';
import type { Instance } from './instance.ts';
import { isReference, type Judgement, placeOf, quote, unknownValue } from './judgement.ts';
import { readEnvFile } from './read-env-file.ts';

const AUTH = ['gateway', 'auth'];
/** What OpenClaw's own guidance asks of a gateway secret. */
const SECRET_LENGTH_MIN = 24;
/** A secret of so few different characters is a placeholder, whatever its length. */
const SECRET_VARIETY_MIN = 6;
const SECRETS = {
  token: { keys: [...AUTH, 'token'], variable: 'OPENCLAW_GATEWAY_TOKEN' },
  password: { keys: [...AUTH, 'password'], variable: 'OPENCLAW_GATEWAY_PASSWORD' },
} as const;
type SecretKind = keyof typeof SECRETS;

/** Whether the gateway asks who is there, and how easily the answer is guessed. */
export async function judgeAuth(home: RootFolder, instance: Instance, node: Node): Promise<Judgement> {
  const mode = at(node, ...AUTH, 'mode');
  if (mode === undefined) {
    const onlyPassword = at(node, ...SECRETS.token.keys) === undefined && at(node, ...SECRETS.password.keys);
    return await judgeSecret(home, instance, node, onlyPassword ? 'password' : 'token');
  }
  const text = textAt(mode);
  if (text === 'none') return { state: 'weak', keys: AUTH, evidence: quote(mode) };
  if (text === 'trusted-proxy') return judgeTrustedProxy(instance, node);
  if (text === 'token' || text === 'password') return await judgeSecret(home, instance, node, text);
  return { ...unknownValue([...AUTH, 'mode'], mode), keys: AUTH };
}

async function judgeSecret(
  home: RootFolder,
  instance: Instance,
  node: Node,
  kind: SecretKind,
): Promise<Judgement> {
  const { keys, variable } = SECRETS[kind];
  const found = at(node, ...keys);
  if (found === undefined) return await judgeEnvSecret(home, instance, kind);
  const text = textAt(found);
  const where = placeOf(found);
  if (text === undefined && found.kind === 'object')
    return unreadSecret(kind, where, 'it is a reference to a secret store');
  if (text === undefined)
    return {
      state: 'unknown',
      keys: AUTH,
      evidence: where,
      reason: `The gateway's ${kind} is neither a text nor a reference.`,
    };
  if (isReference(text)) {
    const env = await readEnvFile(home, `${instance.folder}/.env`);
    const value = text === `\${${variable}}` && env.ok ? env.value.get(variable) : undefined;
    if (value === undefined) return unreadSecret(kind, where, 'it comes from the environment');
    return judgeLength(kind, value, `${where}, ~${instance.folder}/.env ${variable}`);
  }
  return judgeLength(kind, text, where);
}

/** The variable takes the place of a missing key; this user's environment is not the gateway's, so only `.env` is read. */
async function judgeEnvSecret(home: RootFolder, instance: Instance, kind: SecretKind): Promise<Judgement> {
  const { keys, variable } = SECRETS[kind];
  const file = `${instance.folder}/.env`;
  const env = await readEnvFile(home, file);
  if (!env.ok && env.code !== 'missing')
    return {
      state: 'unknown',
      keys: AUTH,
      evidence: `${keys.join('.')} is not set.`,
      reason: env.message,
    };
  const value = env.ok ? env.value.get(variable) : undefined;
  if (value !== undefined) return judgeLength(kind, value, `~${file} ${variable}`);
  return {
    state: 'weak',
    keys: AUTH,
    evidence: `~${instance.configFile}: ${keys.join('.')} is not set, and ~${file} has no ${variable}. The gateway's own environment was not read.`,
  };
}

function judgeLength(kind: SecretKind, secret: string, where: string): Judgement {
  const isWeak = secret.length < SECRET_LENGTH_MIN || new Set(secret).size < SECRET_VARIETY_MIN;
  const evidence = `${where}: a ${kind} of ${secret.length} characters, ${new Set(secret).size} of them different.`;
  return { state: isWeak ? 'weak' : 'safe', keys: AUTH, evidence };
}

function unreadSecret(kind: SecretKind, where: string, how: string): Judgement {
  return {
    state: 'unknown',
    keys: AUTH,
    evidence: where,
    reason: `The gateway's ${kind} is set, but ${how}: its length was not checked.`,
  };
}

function judgeTrustedProxy(instance: Instance, node: Node): Judgement {
  const missing = [
    textsAt(node, 'gateway', 'trustedProxies').length === 0 ? 'gateway.trustedProxies' : '',
    textsAt(node, ...AUTH, 'trustedProxy', 'allowUsers').length === 0
      ? 'gateway.auth.trustedProxy.allowUsers'
      : '',
  ].filter((name) => name !== '');
  const evidence = `~${instance.configFile}: gateway.auth.mode = "trusted-proxy"`;
  if (missing.length === 0)
    return { state: 'safe', keys: AUTH, evidence: `${evidence}, both lists are set.` };
  return { state: 'weak', keys: AUTH, evidence: `${evidence}, but nothing in ${missing.join(' and ')}.` };
}

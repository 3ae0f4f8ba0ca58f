import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import { expand } from '@clawnex/shared/posture/expand.ts';
import type { HostFacts } from '../../facts.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, notApplicable, notEvaluated, octal, pass } from '../results.ts';

const FILE_BYTES_MAX = 65_536;

export const privateKeys: HostCheck = {
  id: 'HS-08',
  category: 'ssh',
  title: 'Private SSH keys lie open, or without a passphrase where an agent can read them',
  why: 'An agent that reads a file can send it away: a key without a passphrase opens other machines at once.',
  severity: 'high',
  platforms: ['linux', 'darwin'],
  reads: ['~/.ssh/*: mode and header of private keys'],
  fix: 'chmod 600 <key>; ssh-keygen -p -f <key>, or keep it in an agent or a hardware token',
  references: ['nist-800-53.ia-5', 'attack.t1552.004', 'owasp-llm.llm02-2025'],
  async evaluate(facts) {
    const results: CheckResult[] = [];
    for (const { path: home } of facts.homes.users) {
      const found = await expand(facts.root, `${home}/.ssh/*`);
      for (const gap of found.gaps) results.push(notEvaluated(`${home}/.ssh`, gap));
      for (const path of found.paths) {
        const result = await judgeKey(facts, home, path);
        if (result !== null) results.push(result);
      }
    }
    return results.length > 0 ? results : [notApplicable('private keys', 'No home holds a private SSH key.')];
  },
};

async function judgeKey(facts: HostFacts, home: string, path: string): Promise<CheckResult | null> {
  if (path.endsWith('.pub')) return null;
  const [info, text] = await Promise.all([facts.root.stat(path), facts.root.readText(path, FILE_BYTES_MAX)]);
  if (!info.ok || !text.ok) return null;
  if (!/^-----BEGIN (?:[A-Z]{2,10} )?PRIVATE KEY-----/m.test(text.value)) return null;
  const hasAgent = facts.homes.agents.some((agent) => agent.home === home);
  const mode = octal(info.value.mode);
  if ((info.value.mode & 0o077) !== 0)
    return fail(path, `Mode ${mode}: others can read this private key.`, { fix: `chmod 600 ${path}` });
  const encrypted = isEncrypted(text.value);
  if (encrypted === null) return notEvaluated(path, 'The form of this private key is not known.');
  if (encrypted) return pass(path, `Mode ${mode}, with a passphrase.`);
  return fail(path, `No passphrase${hasAgent ? ', in the home of an agent' : ''}.`, {
    severity: hasAgent ? 'high' : 'medium',
    fix: `ssh-keygen -p -f ${path}`,
  });
}

/** Old forms say so in their head; the new one names its cipher (PROTOCOL.key of OpenSSH). */
function isEncrypted(text: string): boolean | null {
  if (text.includes('ENCRYPTED')) return true;
  if (!text.includes('BEGIN OPENSSH PRIVATE KEY')) return false;
  const body = Buffer.from(text.replace(/-----[^-]{1,60}-----/g, '').replace(/\s+/g, ''), 'base64');
  const magic = 'openssh-key-v1\0';
  if (!body.subarray(0, magic.length).equals(Buffer.from(magic)) || body.length < magic.length + 8)
    return null;
  const length = body.readUInt32BE(magic.length);
  const cipher = body.subarray(magic.length + 4, magic.length + 4 + Math.min(length, 64)).toString('latin1');
  return cipher !== 'none';
}

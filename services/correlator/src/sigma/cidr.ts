import { BlockList, isIP } from 'node:net';

/** A test whether an address lies in a network such as 10.0.0.0/8; null when the text is no network. */
export function cidrTest(text: string): ((address: string) => boolean) | null {
  const found = /^([0-9a-fA-F.:]{2,45})(?:\/([0-9]{1,3}))?$/.exec(text);
  const network = found?.[1] ?? '';
  const family = isIP(network);
  if (family === 0) return null;
  const prefix = found?.[2] === undefined ? (family === 4 ? 32 : 128) : Number(found[2]);
  if (prefix > (family === 4 ? 32 : 128)) return null;
  const list = new BlockList();
  list.addSubnet(network, prefix, family === 4 ? 'ipv4' : 'ipv6');
  return (address) => {
    const kind = isIP(address);
    return kind !== 0 && list.check(address, kind === 4 ? 'ipv4' : 'ipv6');
  };
}

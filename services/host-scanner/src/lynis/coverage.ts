/**
 * Tests of Lynis beside the check of ours that looks at the same, by id or by the group before the dash. What is absent has
 * no counterpart: printers, name services, mail, banners, partitions and the like are not about agents.
 */
export const LYNIS_COVERAGE: readonly (readonly [tests: RegExp, check: string])[] = [
  [/^AUTH-92(?:04|08)$/, 'HA-01'],
  [/^AUTH-9283$/, 'HA-02'],
  [/^AUTH-92(?:16|26|28|29|30)$/, 'HA-03'],
  [/^AUTH-92(?:6\d|40)$|^AUTH-9408$/, 'HA-04'],
  [/^AUTH-92(?:18|34)$/, 'HA-05'],
  [/^AUTH-9328$|^HOME-93(?:02|04|06)$/, 'HA-09'],
  [/^AUTH-925[02]$/, 'AI-09'],
  [/^SSH-/, 'HS-01'],
  [/^FIRE-/, 'HN-01'],
  [/^NETW-3012$/, 'HN-02'],
  [/^KRNL-6000$/, 'HK-01'],
  [/^INSE-/, 'HN-05'],
  [/^NAME-40(?:16|18|20|24|28)$|^NETW-270[45]$/, 'HN-07'],
  [/^PKGS-73(?:8\d|9\d)$|^PKGS-739[0-4]$/, 'HP-01'],
  [/^DEB-0(?:280|510|520|870|880)$|^PKGS-7420$/, 'HP-03'],
  [/^KRNL-5830$/, 'HP-04'],
  [/^PKGS-7370$|^FINT-/, 'HK-08'],
  [/^MACF-/, 'HK-02'],
  [/^BOOT-5116$/, 'HK-03'],
  [/^CRYP-7930$/, 'HK-05'],
  [/^FILE-7524$|^FILE-6362$|^FILE-6363$/, 'HK-07'],
  [/^LOGG-21(?:30|32|34|36|38)$|^LOGG-224\d$/, 'HL-01'],
  [/^ACCT-96(?:28|30|32|34|36)$/, 'HL-02'],
  [/^LOGG-2154$/, 'HL-03'],
  [/^TIME-/, 'HL-04'],
  [/^SCHD-/, 'HL-05'],
  [/^CONT-/, 'HL-07'],
  [/^LOGG-2190$/, 'HP-08'],
  [/^BOOT-5264$/, 'AI-27'],
];

/** Our check that looks at what a test of Lynis does, or null. */
export function counterpartOf(test: string): string | null {
  return LYNIS_COVERAGE.find(([tests]) => tests.test(test))?.[1] ?? null;
}

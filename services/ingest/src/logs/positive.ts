/** The first of several reports that is more than zero; a zero only where no other says more. */
export function positive(...reports: readonly (number | undefined)[]): number | undefined {
  const known = reports.filter((report) => report !== undefined);
  return known.find((report) => report > 0) ?? known[0];
}

/**
 * What is wrong with the name of a secret, undefined when it can be used. `own` is the name that it has
 * already. Pure; the server checks again.
 */
export function nameProblem(name: string, taken: readonly string[], own?: string): string | undefined {
  if (name === "") return "A secret needs a name";
  if (!/^[A-Z_][A-Z0-9_]{0,99}$/.test(name)) {
    return "Only capital letters, digits and underscores, at most 100, and no digit at the start";
  }
  if (name !== own && taken.includes(name)) return `There is already a secret called ${name}`;
  return undefined;
}

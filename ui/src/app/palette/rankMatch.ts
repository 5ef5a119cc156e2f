/**
 * How well what was typed finds an entry, 0 for not at all. Every word typed must be in one of the entry's
 * texts; an entry whose first text begins with it comes first, then one with a word that does. Pure.
 */
export function rankMatch(_value: string, typed: string, texts: string[] = []): number {
  const sought = typed.trim().toLocaleLowerCase();
  const all = texts.join(" ").toLocaleLowerCase();
  if (!sought.split(/\s+/).every((word) => all.includes(word))) return 0;
  if (all.startsWith(sought)) return 1;
  return all.includes(` ${sought}`) ? 0.8 : 0.5;
}

const minute = 60_000;
const hour = 60 * minute;

/**
 * A past instant as people say it: relative under a day, then the date. Pure; `now` is given so that a
 * list agrees with itself.
 */
export function timeAgo(at: Date, now: Date, locale?: string): string {
  const age = now.getTime() - at.getTime();
  if (age < minute) return "just now";
  if (age < hour) return `${Math.floor(age / minute)} min ago`;
  const days = daysBetween(at, now);
  if (days === 0) return `${Math.floor(age / hour)} h ago`;
  if (days === 1) return "yesterday";
  const sameYear = at.getFullYear() === now.getFullYear();
  return at.toLocaleDateString(locale, {
    month: "short",
    day: "numeric",
    ...(!sameYear && { year: "numeric" }),
  });
}

function daysBetween(from: Date, to: Date): number {
  const midnight = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  return Math.round((midnight(to) - midnight(from)) / (24 * hour));
}

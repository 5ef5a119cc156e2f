// Summaries of samples.

/** The q-quantile (0 to 1) of the samples by the nearest rank; NaN when there are none. */
export function quantile(samples, q) {
  const sorted = [...samples].sort((a, b) => a - b);
  if (sorted.length === 0) return Number.NaN;
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))];
}

export const median = (samples) => quantile(samples, 0.5);
export const p95 = (samples) => quantile(samples, 0.95);
export const p99 = (samples) => quantile(samples, 0.99);
export const max = (samples) => samples.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);

import { useCallback, useState } from "react";

/**
 * State that this browser remembers under a key, such as the width of a panel. `check` refuses what an
 * older version may have stored. Without storage it is plain state.
 */
export function usePersistent<T>(
  key: string,
  initial: T,
  check: (stored: unknown) => stored is T,
): [T, (value: T) => void] {
  const name = `srcbook.${key}`;
  const [value, setValue] = useState(() => read(name, initial, check));
  const set = useCallback(
    (next: T) => {
      setValue(next);
      try {
        localStorage.setItem(name, JSON.stringify(next));
      } catch {
        // Storage is full or blocked: it holds until the page is left.
      }
    },
    [name],
  );
  return [value, set];
}

function read<T>(name: string, initial: T, check: (stored: unknown) => stored is T): T {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(name) ?? "null");
    return check(stored) ? stored : initial;
  } catch {
    return initial;
  }
}

export const isBoolean = (value: unknown): value is boolean => typeof value === "boolean";
export const isNumber = (value: unknown): value is number =>
  typeof value === "number" && Number.isFinite(value);
export const isString = (value: unknown): value is string => typeof value === "string";

import { useQuery } from "@tanstack/react-query";
import { settingsQuery, useChangeSettings } from "~/data/settings.ts";

/** Whether long lines of output are wrapped, everywhere, and how to change it. */
export function useWrap(): [boolean, (wrapOutput: boolean) => void] {
  const { data } = useQuery(settingsQuery);
  const { mutate } = useChangeSettings();
  return [data?.wrapOutput ?? false, (wrapOutput) => mutate({ wrapOutput })];
}

import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import * as api from "~/protocol/api.ts";
import type { Settings, SettingsPatch } from "~/protocol/wire.ts";

/** The choices of the person who uses this server. */
export const settingsQuery = queryOptions({
  queryKey: ["settings"],
  queryFn: ({ signal }) => api.settings(signal),
  staleTime: 60_000,
});

/** Settings as a change leaves them. Pure. */
function settingsAfter(settings: Settings, { keys, usualKeys = [], ...patch }: SettingsPatch): Settings {
  const kept = Object.entries(settings.keys ?? {}).filter(([command]) => !usualKeys.includes(command));
  return { ...settings, ...patch, keys: { ...Object.fromEntries(kept), ...keys } };
}

/** Changes settings; they show at once and go back when the server refuses them. */
export function useChangeSettings() {
  const cache = useQueryClient();
  const { queryKey } = settingsQuery;
  return useMutation({
    mutationFn: (patch: SettingsPatch) => api.changeSettings(patch),
    onMutate: async (patch) => {
      await cache.cancelQueries({ queryKey });
      const before = cache.getQueryData<Settings>(queryKey);
      if (before) cache.setQueryData<Settings>(queryKey, settingsAfter(before, patch));
      return { before };
    },
    onError: (_error, _patch, context) => {
      if (context?.before) cache.setQueryData(queryKey, context.before);
    },
    onSuccess: (settings) => cache.setQueryData(queryKey, settings),
  });
}

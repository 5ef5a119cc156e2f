import { queryOptions, useMutation } from "@tanstack/react-query";
import { useLive } from "~/live/LiveProvider.tsx";
import * as api from "~/protocol/api.ts";
import type { AddPackages } from "~/protocol/wire.ts";

/** Packages that the registry knows by some words. */
export const foundPackagesQuery = (q: string) =>
  queryOptions({
    queryKey: ["packages", q],
    queryFn: ({ signal }) => api.findPackages(q, signal),
    enabled: q.length > 1,
    staleTime: 60_000,
  });

// What packages do comes back over the socket; the mutations only start it.

export function useAddPackages() {
  const { workspace } = useLive();
  return useMutation({ mutationFn: (body: AddPackages) => api.addPackages(workspace, body) });
}

export function useRemovePackage() {
  const { workspace } = useLive();
  return useMutation({ mutationFn: (name: string) => api.removePackage(workspace, name) });
}

export function useInstallPackages() {
  const { workspace } = useLive();
  return useMutation({ mutationFn: () => api.installPackages(workspace) });
}

export function useCancelInstall() {
  const { workspace } = useLive();
  return useMutation({ mutationFn: () => api.cancelInstall(workspace) });
}

/** Lets the install scripts of a package run, or takes that back. */
export function useAllowScripts() {
  const { workspace } = useLive();
  return useMutation({
    mutationFn: (to: { name: string; allow: boolean }) => api.allowScripts(workspace, to.name, to.allow),
  });
}

export function useUpdatePackages() {
  const { workspace } = useLive();
  return useMutation({ mutationFn: (names: string[]) => api.updatePackages(workspace, names) });
}

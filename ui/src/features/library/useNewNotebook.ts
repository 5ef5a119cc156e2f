import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { errorToast } from "~/data/fault-toast.ts";
import { settingsQuery } from "~/data/settings.ts";
import { useCreateWorkspace } from "~/data/workspaces.ts";
import type { Language } from "~/protocol/wire.ts";
import { useToast } from "~/ui/Toast.tsx";

/** Creates a notebook and opens it. Without a language it is the one of the settings. */
export function useNewNotebook(): { create: (language?: Language) => void; creating: boolean } {
  const { data: settings } = useQuery(settingsQuery);
  const { mutateAsync, isPending } = useCreateWorkspace();
  const navigate = useNavigate();
  const toast = useToast();
  // A promise and not the callbacks of mutate, which are dropped when the asking component goes: the
  // first-run page does as soon as there is a notebook.
  const create = (language = settings?.defaultLanguage ?? "typescript") =>
    void mutateAsync({ language }).then(
      ({ id }) => navigate({ to: "/n/$workspace", params: { workspace: id } }),
      (error: Error) => toast(errorToast(error)),
    );
  return { create, creating: isPending };
}

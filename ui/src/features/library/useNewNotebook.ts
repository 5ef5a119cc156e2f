import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { settingsQuery } from "~/data/settings.ts";
import { useCreateWorkspace } from "~/data/workspaces.ts";
import type { Language } from "~/protocol/wire.ts";
import { useToast } from "~/ui/Toast.tsx";

/** Creates a notebook and opens it. Without a language it is the one of the settings. */
export function useNewNotebook(): { create: (language?: Language) => void; creating: boolean } {
  const { data: settings } = useQuery(settingsQuery);
  const { mutate, isPending } = useCreateWorkspace();
  const navigate = useNavigate();
  const toast = useToast();
  const create = (language = settings?.defaultLanguage ?? "typescript") =>
    mutate(
      { language },
      {
        onSuccess: ({ id }) => void navigate({ to: "/n/$workspace", params: { workspace: id } }),
        onError: (error) => toast({ text: error.message, tone: "bad" }),
      },
    );
  return { create, creating: isPending };
}

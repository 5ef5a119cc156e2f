import { useNavigate } from "@tanstack/react-router";
import { NotebookText } from "lucide-react";
import type { FoundNotebook } from "~/data/search.ts";
import { useRecent } from "~/data/workspaces.ts";
import type { WorkspaceID } from "~/protocol/wire.ts";
import { Snippet } from "~/ui/Snippet.tsx";
import { Entry, foundPrefix, Group } from "./parts.tsx";

const recentShown = 30;

/** The notebooks that were opened last, and those whose titles the server has found. */
export function Notebooks({ titles, onClose }: { titles: readonly FoundNotebook[]; onClose: () => void }) {
  const { data = [] } = useRecent();
  const recent = data.slice(0, recentShown);
  const others = titles.filter(({ workspace }) => !recent.some(({ id }) => id === workspace));
  const navigate = useNavigate();
  const open = (workspace: WorkspaceID) => {
    onClose();
    void navigate({ to: "/n/$workspace", params: { workspace } });
  };
  if (recent.length + others.length === 0) return null;
  return (
    <Group heading="Notebooks">
      {recent.map(({ id, title }) => (
        <Entry
          key={id}
          value={`notebook ${id}`}
          keywords={[title]}
          icon={<NotebookText />}
          onSelect={() => open(id)}
        >
          {title}
        </Entry>
      ))}
      {others.map(({ workspace, title, titleHit }) => (
        <Entry
          key={workspace}
          value={`${foundPrefix}${workspace}`}
          icon={<NotebookText />}
          onSelect={() => open(workspace)}
        >
          {titleHit ? <Snippet text={titleHit.snippet} marks={titleHit.marks} /> : title}
        </Entry>
      ))}
    </Group>
  );
}

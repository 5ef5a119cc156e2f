import { Button } from "./Button.tsx";
import { useAllCommands } from "./CommandProvider.tsx";

/** What mends an error: the command that a button runs, or reloading the page. */
interface Remedy {
  readonly label: string;
  readonly command: string | "reload";
}

const reload: Remedy = { label: "Reload the page", command: "reload" };
const packages: Remedy = { label: "Show packages", command: "notebook.panel-packages" };
const restart: Remedy = { label: "Restart it", command: "code.restart" };

/** The remedies by code. Those that depend on more, such as the name of a package, are at their places. */
export const remedies: Readonly<Record<string, Remedy>> = {
  "SB-1011": reload,
  "SB-2001": { label: "Open the trash", command: "go.trash" },
  "SB-2008": { label: "Show secrets", command: "go.secrets" },
  "SB-2009": { label: "Compare", command: "notebook.compare-files" },
  "SB-2010": { label: "Show examples", command: "go.examples" },
  "SB-2011": { label: "Open the trash", command: "go.trash" },
  "SB-3001": { label: "Show deleted cells", command: "notebook.bin" },
  "SB-3004": reload,
  "SB-3006": reload,
  "SB-3010": { label: "Show the history", command: "notebook.panel-history" },
  "SB-3011": { label: "Show the history", command: "notebook.panel-history" },
  "SB-4005": { label: "Stop all cells", command: "notebook.stop-all" },
  "SB-4008": { label: "Raise the limit", command: "go.run-time-limit" },
  "SB-4013": { label: "Raise the limit", command: "go.output-limit" },
  "SB-5002": packages,
  "SB-5003": packages,
  "SB-5004": packages,
  "SB-5005": packages,
  "SB-5006": packages,
  "SB-5007": packages,
  "SB-5008": packages,
  "SB-6007": reload,
  "SB-8002": restart,
  "SB-8003": restart,
  "SB-8004": restart,
  "SB-8005": reload,
};

/** A button that does what mends the error, where that is known and can be done from here. */
export function RemedyButton({ code, onDone }: { code: string; onDone?: () => void }) {
  const commands = useAllCommands();
  const remedy = remedies[code];
  if (!remedy) return null;
  const command = commands.find((c) => c.name === remedy.command && c.enabled !== false);
  if (!command && remedy.command !== "reload") return null;
  const mend = () => {
    onDone?.();
    if (command) command.run();
    else window.location.reload();
  };
  return (
    <Button size="small" onClick={mend}>
      {remedy.label}
    </Button>
  );
}

import { useMutation } from "@tanstack/react-query";
import { statusCommands } from "~/commands/status.ts";
import { FaultLine } from "~/data/FaultLine.tsx";
import { useLive, useSelect } from "~/live/LiveProvider.tsx";
import { useLanguageStatus } from "~/live/useLanguage.ts";
import * as api from "~/protocol/api.ts";
import type { FaultCode } from "~/protocol/faults.gen.ts";
import type { LanguageStatus } from "~/protocol/wire.ts";
import { Button } from "~/ui/Button.tsx";
import { CodeLink } from "~/ui/CodeLink.tsx";
import { classes } from "~/ui/classes.ts";
import { Fill } from "~/ui/slots.tsx";
import { StatusItem } from "../StatusItem.tsx";

const WORDS: Record<
  LanguageStatus["state"],
  { after: string; title: string; dot: string; code?: FaultCode }
> = {
  off: { after: " off", title: "Types are not checked", dot: "bg-line-control", code: "SB-8001" },
  starting: { after: " starting", title: "The language service is starting", dot: "bg-warn-solid" },
  ready: { after: "", title: "Types are checked while you write", dot: "bg-ok-solid" },
  restarting: { after: " restarting", title: "The language service is starting again", dot: "bg-warn-solid" },
  failed: {
    after: " failed",
    title: "The language service does not start",
    dot: "bg-bad-solid",
    code: "SB-8003",
  },
};

/** How the language service stands, in the status bar. */
export function LanguageItem() {
  const status = useLanguageStatus();
  const name = useSelect((view) => (view.state.language === "typescript" ? "TypeScript" : "JavaScript"));
  const { after, title, dot, code } = WORDS[status.state];
  return (
    <Fill slot="status">
      <StatusItem
        command={statusCommands["status.language"]}
        bad={status.state === "failed"}
        icon={<span aria-hidden="true" className={classes("size-1.75 rounded-round", dot)} />}
        text={`${name}${after}`}
        title={title}
      >
        {status.version && <p>TypeScript {status.version}.</p>}
        {status.message && <p>{status.message}</p>}
        {status.state !== "ready" && <p>Everything else goes on working.</p>}
        {status.restarts > 0 && (
          <p>
            Started again {status.restarts === 1 ? "once" : `${status.restarts} times`} since the notebook was
            opened.
          </p>
        )}
        {code && (
          <p>
            <CodeLink code={code} />
          </p>
        )}
        <Restart />
      </StatusItem>
    </Fill>
  );
}

function Restart() {
  const restart = useRestart();
  return (
    <>
      <Button
        size="small"
        className="mt-2"
        busy={restart.isPending ? "Restarting" : undefined}
        onClick={() => restart.mutate()}
      >
        Restart
      </Button>
      {restart.error && <FaultLine error={restart.error} className="mt-1" />}
    </>
  );
}

/** Starts the language service of the notebook anew. */
export function useRestart() {
  const { workspace } = useLive();
  return useMutation({ mutationFn: () => api.restartLanguage(workspace) });
}

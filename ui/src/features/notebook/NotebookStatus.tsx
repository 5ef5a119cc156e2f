import { Check, CircleAlert, CloudOff, CloudUpload, RefreshCw, Wifi, WifiOff } from "lucide-react";
import { statusCommands } from "~/commands/status.ts";
import { useLive, useSelect, useSocketState } from "~/live/LiveProvider.tsx";
import { useProblemTotal } from "~/live/useLanguage.ts";
import type { SocketState } from "~/protocol/socket.ts";
import { Button } from "~/ui/Button.tsx";
import { CodeLink } from "~/ui/CodeLink.tsx";
import { classes } from "~/ui/classes.ts";
import { RemedyButton } from "~/ui/Remedy.tsx";
import { Fill } from "~/ui/slots.tsx";
import { markOf } from "./run-state.ts";
import { STATUS_ITEM, StatusItem } from "./StatusItem.tsx";
import { useSaved } from "./useSaved.ts";

/** The notebook's items of the status bar: what is wrong, what is saved, and the connection. */
export function NotebookStatus({ onShow }: { onShow: (panel: string) => void }) {
  return (
    <Fill slot="statusEnd">
      <Saved onShow={onShow} />
      <Problems onShow={onShow} />
      <Connection />
    </Fill>
  );
}

/** Whether the server has every edit, and if not, where they are and what happens next. */
function Saved({ onShow }: { onShow: (panel: string) => void }) {
  const { unconfirmed, connection, blocked, closed } = useSaved();
  const edits = unconfirmed === 1 ? "1 edit" : `${unconfirmed} edits`;
  const kept = unconfirmed > 0 && <p>{edits} kept in this browser until then.</p>;
  const fault = blocked ?? closed;
  const opens = { command: statusCommands["status.saved"] };
  if (fault) {
    return (
      <StatusItem {...opens} bad icon={<CircleAlert />} text="cannot save" title={fault.message}>
        <p>
          {fault.next} {blocked && "Saving is tried again by itself."}
        </p>
        {kept}
        <div className="mt-1 flex items-center gap-2">
          <CodeLink code={fault.code} />
          <RemedyButton code={fault.code} />
        </div>
      </StatusItem>
    );
  }
  if (connection !== "live") {
    const text = unconfirmed === 0 ? "offline" : `offline, ${edits} kept`;
    return (
      <StatusItem {...opens} icon={<CloudOff />} text={text} title="There is no connection to the server">
        <p>Go on writing: edits are sent as soon as it is back.</p>
        {kept}
      </StatusItem>
    );
  }
  if (unconfirmed > 0) {
    return (
      <StatusItem {...opens} icon={<CloudUpload />} text="saving…" title="Edits are on the way to the server">
        They are kept in this browser until the server has stored them.
      </StatusItem>
    );
  }
  return (
    <StatusItem {...opens} icon={<Check />} text="saved" title="Everything is saved">
      <p>The server has stored every edit, and every version can be brought back.</p>
      <Button size="small" className="mt-2" onClick={() => onShow("history")}>
        Show the history
      </Button>
    </StatusItem>
  );
}

/** How much needs attention; the panel says what. */
function Problems({ onShow }: { onShow: (panel: string) => void }) {
  const failed = useSelect((view) => view.state.runs.filter((r) => markOf(r) === "failed").length);
  const missing = useSelect((view) => view.packages?.missing.length ?? 0);
  const { errors, warnings } = useProblemTotal();
  const count = failed + missing + errors + warnings;
  if (count === 0) return null;
  return (
    <button
      type="button"
      onClick={() => onShow("problems")}
      className={classes(STATUS_ITEM, (failed > 0 || missing > 0 || errors > 0) && "text-bad")}
    >
      <CircleAlert />
      {count === 1 ? "1 problem" : `${count} problems`}
    </button>
  );
}

function Connection() {
  const { socket } = useLive();
  const state = useSocketState();
  const opens = { command: statusCommands["status.connection"] };
  switch (state.status) {
    case "online":
      return (
        <StatusItem {...opens} icon={<Wifi />} text="online" title="Connected to the server">
          {roundTrip(state)} Srcbook {state.welcome.version}
        </StatusItem>
      );
    case "connecting":
    case "idle":
      return (
        <StatusItem {...opens} icon={<RefreshCw />} text="connecting" title="Connecting to the server" />
      );
    case "outdated":
      return (
        <StatusItem
          {...opens}
          bad
          icon={<RefreshCw />}
          text="reload"
          title="Srcbook was updated: reload the page"
        />
      );
    case "waiting":
      return (
        <StatusItem {...opens} bad icon={<WifiOff />} text="offline" title="The server does not answer">
          <p>The connection is tried again by itself. Edits are kept in this browser.</p>
          <Button size="small" className="mt-2" onClick={socket.retry}>
            Try now
          </Button>
        </StatusItem>
      );
  }
}

function roundTrip(state: SocketState & { status: "online" }): string {
  return state.roundTrip === undefined
    ? ""
    : `A round trip takes ${Math.max(1, Math.round(state.roundTrip))} ms.`;
}

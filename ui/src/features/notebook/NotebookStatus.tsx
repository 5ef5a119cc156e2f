import { Check, CircleAlert, CloudOff, RefreshCw, Wifi, WifiOff } from "lucide-react";
import type { ReactNode } from "react";
import type { SessionView } from "~/engine/session-types.ts";
import { sameFields, useLive, useSelect, useSocketState } from "~/live/LiveProvider.tsx";
import type { SocketState } from "~/protocol/socket.ts";
import { Button } from "~/ui/Button.tsx";
import { classes } from "~/ui/classes.ts";
import { Popover } from "~/ui/Popover.tsx";
import { Fill } from "~/ui/slots.tsx";
import { markOf } from "./run-state.ts";

/** The notebook's items of the status bar: what is wrong, what is saved, and the connection. */
export function NotebookStatus({ onShow }: { onShow: (panel: string) => void }) {
  return (
    <Fill slot="statusEnd">
      <Saved />
      <Problems onShow={onShow} />
      <Connection />
    </Fill>
  );
}

function Item({
  icon,
  text,
  bad,
  title,
  children,
}: {
  icon?: ReactNode;
  text: string;
  bad?: boolean;
  title: string;
  children?: ReactNode;
}) {
  const trigger = (
    <button
      type="button"
      className={classes(
        "flex h-5.5 shrink-0 items-center gap-1.25 rounded-tag px-1.5 tabular-nums -outline-offset-2 hover:bg-hover hover:text-text [&_svg.lucide]:size-3.5",
        bad && "text-bad",
      )}
    >
      {icon}
      {text}
    </button>
  );
  return (
    <Popover trigger={trigger} label={text} side="top">
      <p className="font-[550]">{title}</p>
      {children && <div className="mt-1 text-muted">{children}</div>}
    </Popover>
  );
}

const savedOf = ({ unconfirmed, connection, blocked }: SessionView) => ({ unconfirmed, connection, blocked });

function Saved() {
  const { unconfirmed, connection, blocked } = useSelect(savedOf, sameFields);
  const edits = unconfirmed === 1 ? "1 edit" : `${unconfirmed} edits`;
  if (blocked) {
    return (
      <Item bad icon={<CircleAlert />} text="not saved" title={blocked.message}>
        {unconfirmed > 0 && `${edits} kept in this browser. `}
        {blocked.next}
      </Item>
    );
  }
  if (connection !== "live") {
    const text = unconfirmed === 0 ? "offline" : `offline, ${edits} kept`;
    return (
      <Item icon={<CloudOff />} text={text} title="Edits are kept in this browser">
        They are sent as soon as the connection is back.
      </Item>
    );
  }
  if (unconfirmed > 0) {
    return (
      <Item text="saving…" title={`${edits} on the way to the server`}>
        They are kept in this browser until the server has stored them.
      </Item>
    );
  }
  return (
    <Item icon={<Check />} text="saved" title="Everything is saved">
      The server has stored every edit.
    </Item>
  );
}

function Problems({ onShow }: { onShow: (panel: string) => void }) {
  const failed = useSelect((view) => view.state.runs.filter((r) => markOf(r) === "failed").length);
  const missing = useSelect((view) => view.packages?.missing.length ?? 0);
  const count = failed + missing;
  if (count === 0) return null;
  return (
    <Item
      bad
      icon={<CircleAlert />}
      text={count === 1 ? "1 problem" : `${count} problems`}
      title="What needs attention"
    >
      {failed > 0 && <p>{failed === 1 ? "1 cell failed" : `${failed} cells failed`}</p>}
      {missing > 0 && (
        <p>
          {missing === 1 ? "1 import has no package" : `${missing} imports have no package`}{" "}
          <Button size="small" className="ml-1" onClick={() => onShow("packages")}>
            Show
          </Button>
        </p>
      )}
    </Item>
  );
}

function Connection() {
  const { socket } = useLive();
  const state = useSocketState();
  switch (state.status) {
    case "online":
      return (
        <Item icon={<Wifi />} text="online" title="Connected to the server">
          {roundTrip(state)} Srcbook {state.welcome.version}
        </Item>
      );
    case "connecting":
    case "idle":
      return <Item icon={<RefreshCw />} text="connecting" title="Connecting to the server" />;
    case "outdated":
      return <Item bad icon={<RefreshCw />} text="reload" title="Srcbook was updated: reload the page" />;
    case "waiting":
      return (
        <Item bad icon={<WifiOff />} text="offline" title="The server does not answer">
          <p>The connection is tried again by itself. Edits are kept in this browser.</p>
          <Button size="small" className="mt-2" onClick={socket.retry}>
            Try now
          </Button>
        </Item>
      );
  }
}

function roundTrip(state: SocketState & { status: "online" }): string {
  return state.roundTrip === undefined
    ? ""
    : `A round trip takes ${Math.max(1, Math.round(state.roundTrip))} ms.`;
}

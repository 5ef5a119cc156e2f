import { useQuery } from "@tanstack/react-query";
import { useMatchRoute } from "@tanstack/react-router";
import { ShieldAlert, ShieldCheck } from "lucide-react";
import type { ReactNode } from "react";
import { statusCommands } from "~/commands/status.ts";
import { statusQuery } from "~/data/status.ts";
import type { Fault, Isolation, Status } from "~/protocol/wire.ts";
import { CodeLink } from "~/ui/CodeLink.tsx";
import { classes } from "~/ui/classes.ts";
import type { CommandDefinition } from "~/ui/commands.ts";
import { Popover } from "~/ui/Popover.tsx";
import { SlotOutlet } from "~/ui/slots.tsx";

/** One line of what is true now. Each item opens its details. */
export function StatusBar() {
  const { data: status, isError } = useQuery(statusQuery);
  // A notebook has a live connection of its own, which it shows itself.
  const inNotebook = useMatchRoute()({ to: "/n/$workspace" }) !== false;
  return (
    <footer className="flex items-center gap-1 overflow-hidden whitespace-nowrap border-line border-t px-2 text-status text-muted">
      {status && (
        <div
          className={classes(
            "h-full",
            inNotebook && status.toolchain.state === "ready" && "max-phone:hidden",
          )}
        >
          <Toolchain status={status} />
        </div>
      )}
      {/* A phone has room for what changes: the tools, what is saved, the connection. */}
      <div className={classes("flex h-full items-center gap-1", !status?.node.fault && "max-phone:hidden")}>
        {status && <Node status={status} />}
        {status && <IsolationItem level={status.isolation} />}
      </div>
      <SlotOutlet name="status" className="flex h-full min-w-0 items-center gap-1 overflow-hidden" />
      <SlotOutlet name="statusEnd" className="ml-auto flex h-full shrink-0 items-center gap-1" />
      {status && !status.storage.writable && (
        <StatusItem tone="bad" text="read only" title="Edits are not accepted" fault={status.storage.fault} />
      )}
      {!inNotebook && <Connection online={!isError} status={status} />}
    </footer>
  );
}

type Tone = "ok" | "warn" | "bad" | "quiet";

const dots: Record<Tone, string> = {
  ok: "bg-ok-solid",
  warn: "bg-warn-solid",
  bad: "bg-bad-solid",
  quiet: "bg-line-control",
};

function StatusItem({
  text,
  title,
  tone,
  icon,
  fault,
  command,
  children,
}: {
  text: string;
  /** The sentence above the details. */
  title: string;
  /** The command that opens the details. */
  command?: CommandDefinition;
  tone?: Tone;
  icon?: ReactNode;
  fault?: Fault | undefined;
  children?: ReactNode;
}) {
  const trigger = (
    <button
      type="button"
      className={classes(
        "flex h-full shrink-0 items-center gap-1.25 rounded-tag px-1.5 outline-offset-[-2px] hover:bg-hover hover:text-text",
        tone === "bad" && "text-bad",
      )}
    >
      {tone && <span aria-hidden className={classes("size-1.75 rounded-round", dots[tone])} />}
      {icon}
      {text}
    </button>
  );
  return (
    <Popover trigger={trigger} label={text} side="top" command={command} tooltip={title}>
      <p className="font-[550]">{title}</p>
      {fault && <p className="mt-1">{fault.message}.</p>}
      {fault?.next && <p className="mt-1 text-muted">{fault.next}</p>}
      {fault && <CodeLink code={fault.code} />}
      {children && <div className="mt-1 text-muted">{children}</div>}
    </Popover>
  );
}

const toolchainWords: Record<Status["toolchain"]["state"], { text: string; title: string; tone: Tone }> = {
  ready: { text: "Packages ready", title: "The package tools are ready", tone: "ok" },
  installing: { text: "Setting up packages", title: "The package tools are being set up", tone: "warn" },
  missing: { text: "Packages not set up", title: "The package tools are not set up yet", tone: "warn" },
  failed: { text: "Packages failed", title: "The package tools could not be set up", tone: "bad" },
};

function Toolchain({ status }: { status: Status }) {
  const { state, detail, fault } = status.toolchain;
  return (
    <StatusItem {...toolchainWords[state]} fault={fault} command={statusCommands["status.tools"]}>
      {detail}
    </StatusItem>
  );
}

function Node({ status }: { status: Status }) {
  const { version, fault } = status.node;
  const command = { command: statusCommands["status.node"] };
  if (!version) {
    return <StatusItem {...command} tone="bad" text="no Node.js" title="Cells cannot run" fault={fault} />;
  }
  const plain = version.replace(/^v/, "");
  return (
    <StatusItem
      {...command}
      text={`node ${plain.split(".")[0]}`}
      title={`Node.js ${plain} runs the cells`}
      fault={fault}
      {...(fault && { tone: "warn" as const })}
    />
  );
}

const isolationWords: Record<Isolation, { text: string; title: string; detail: string }> = {
  full: {
    text: "isolated",
    title: "Cells run isolated",
    detail: "They see their own folder, and have limits on memory, time and processes.",
  },
  landlock: {
    text: "isolated",
    title: "Cells run with a limited view of the disk",
    detail: "They can read and write their own folder, and nothing else of yours.",
  },
  process: {
    text: "separate process",
    title: "Cells run in processes of their own",
    detail: "They can do what you can do on this machine: run only code that you trust.",
  },
  none: {
    text: "not isolated",
    title: "Cells are not isolated",
    detail: "They can do what you can do on this machine: run only code that you trust.",
  },
};

function IsolationItem({ level }: { level: Isolation }) {
  const { text, title, detail } = isolationWords[level];
  const safe = level === "full" || level === "landlock";
  return (
    <StatusItem
      command={statusCommands["status.isolation"]}
      text={text}
      title={title}
      icon={safe ? <ShieldCheck className="size-3.5" /> : <ShieldAlert className="size-3.5" />}
    >
      {detail}
    </StatusItem>
  );
}

function Connection({ online, status }: { online: boolean; status: Status | undefined }) {
  const command = { command: statusCommands["status.connection"] };
  if (!online) {
    return (
      <StatusItem {...command} tone="bad" text="offline" title="The server does not answer">
        It is asked again every 15 seconds. Check that Srcbook is still running.
      </StatusItem>
    );
  }
  return (
    <StatusItem
      {...command}
      text={status ? "online" : "connecting"}
      title={`Srcbook ${status?.version ?? ""}`}
    >
      {status && (
        <>
          {status.sessions} {status.sessions === 1 ? "notebook" : "notebooks"} open, {status.runs}{" "}
          {status.runs === 1 ? "cell" : "cells"} running
        </>
      )}
    </StatusItem>
  );
}

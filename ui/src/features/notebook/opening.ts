// The opening of a notebook, which may begin before its page is drawn.
import { faultToast } from "~/data/fault-toast.ts";
import type { Live } from "~/live/LiveProvider.tsx";
import { type LiveParts, openNotebook } from "~/live/notebook.ts";
import { tabParts } from "~/live/tab.ts";
import type { ClientOp, Fault, WorkspaceID } from "~/protocol/wire.ts";
import { copyText } from "~/ui/copy.ts";
import type { Toast } from "~/ui/Toast.tsx";
import { rendering } from "./Prose.tsx";

/** How long a page that is painted already waits for its notebook before it says that it is waiting. */
const PATIENCE_MS = 3_000;

/** A notebook on its way to the page that shows it. */
export class Opening {
  /** There once the notebook can be asked; its state may still have to come. */
  live: Live | undefined;
  readonly opened: Promise<Live>;
  private readonly unsaid: Toast[] = [];
  private show = (toast: Toast): void => {
    this.unsaid.push(toast);
  };

  constructor(workspace: WorkspaceID, parts: Promise<LiveParts>) {
    this.opened = parts.then(async (tab) => {
      const notebook = await openNotebook(workspace, tab, {
        refused: (op, fault) => this.show(faultToast(fault, refused(op))),
        lost: (_, text, fault) => this.show(lostToast(text, fault)),
      });
      this.live = { ...notebook, socket: tab.socket };
      return this.live;
    });
  }

  /** Has what people must know shown, also what came before. */
  tell(show: (toast: Toast) => void): void {
    this.show = show;
    for (const toast of this.unsaid.splice(0)) show(toast);
  }
}

const ahead = new Map<WorkspaceID, Opening>();

/** Lets the page of a notebook begin with one that was opened before. */
export function provide(workspace: WorkspaceID, opening: Opening): void {
  ahead.set(workspace, opening);
}

/** The notebook that was opened ahead of its page, if it can be used. */
export const openedAhead = (workspace: WorkspaceID): Live | undefined => ahead.get(workspace)?.live;

/** The opening of a notebook for the page that shows it now: the one that was begun ahead, or a new one. */
export function takeOpening(workspace: WorkspaceID): Opening {
  const opening = ahead.get(workspace) ?? new Opening(workspace, tabParts());
  ahead.delete(workspace);
  return opening;
}

/**
 * Opens the notebook whose page is painted already, and resolves once the page can be drawn as it will
 * stay; with prose, what renders it is loaded meanwhile. A notebook that cannot be had is waited for in vain.
 */
export async function openAhead(workspace: WorkspaceID, prose: boolean): Promise<void> {
  const opening = new Opening(workspace, tabParts());
  provide(workspace, opening);
  const complete = opening.opened.then((live) => Promise.all([loaded(live), prose && rendering.load()]));
  await Promise.race([complete, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
}

/** Resolves when the session has its state, or has ended. */
function loaded({ session }: Live): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!session.view.loaded && !session.view.closed) return;
      unsubscribe();
      resolve();
    };
    const unsubscribe = session.subscribe(look);
    look();
  });
}

/** Says how a text begins that is gone otherwise, and offers to copy it. */
function lostToast(text: string, fault: Fault): Toast {
  const beginning = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return {
    ...faultToast({ ...fault, next: `It was: ${beginning}` }, "An edit could not be kept"),
    action: { label: "Copy it", run: () => void copyText(text) },
  };
}

function refused(op: ClientOp): string {
  return op.type.startsWith("run.") ? "Not run" : "Not changed";
}

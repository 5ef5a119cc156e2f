import { type JSX, lazy, Suspense, useEffect, useRef } from "react";
import { Boundary } from "~/ui/Boundary.tsx";
import { OnDemand, useOnDemand } from "~/ui/on-demand.ts";
import { ResizeHandle } from "~/ui/ResizeHandle.tsx";
import { Sheet } from "~/ui/Sheet.tsx";
import { type Tab, Tabs } from "~/ui/Tabs.tsx";
import { LeavePanel } from "./LeavePanel.ts";
import { PackagesPanel } from "./PackagesPanel.tsx";
import { PanelColumn } from "./PanelColumn.tsx";
import { PANEL_WIDTH, type Panel } from "./usePanel.ts";

const secretsPanel = new OnDemand(() => import("./SecretsPanel.tsx").then((m) => m.SecretsPanel));
const outlinePanel = new OnDemand(() => import("./OutlinePanel.tsx").then((m) => m.OutlinePanel));
const settingsPanel = new OnDemand(() => import("./SettingsPanel.tsx").then((m) => m.SettingsPanel));

const ProblemsPanel = lazy(() => import("./ProblemsPanel.tsx").then((m) => ({ default: m.ProblemsPanel })));

const HistoryPanel = lazy(() =>
  import("../history/HistoryPanel.tsx").then((m) => ({ default: m.HistoryPanel })),
);

const tabs: Tab[] = [
  { id: "packages", label: "Packages", content: <PackagesPanel /> },
  { id: "secrets", label: "Secrets", content: <Part of={secretsPanel} /> },
  { id: "outline", label: "Outline", content: <Part of={outlinePanel} /> },
  {
    id: "problems",
    label: "Problems",
    content: (
      <Suspense>
        <ProblemsPanel />
      </Suspense>
    ),
  },
  {
    id: "history",
    label: "History",
    content: (
      <Suspense>
        <HistoryPanel />
      </Suspense>
    ),
  },
  { id: "settings", label: "Settings", content: <Part of={settingsPanel} /> },
];

/** The panels to the right of the notebook: a column, or a sheet where there is no room for one. */
export function NotebookPanel({ panel }: { panel: Panel }) {
  const tab = tabs.some((t) => t.id === panel.tab) ? panel.tab : "packages";
  const content = (
    <Boundary what="This panel">
      <Tabs label="Panels" tabs={tabs} value={tab} onValueChange={panel.select} />
    </Boundary>
  );
  const column = useRef<HTMLElement>(null);
  const answered = useRef(panel.asked);
  useEffect(() => {
    if (panel.asked === answered.current || panel.asked?.tab !== tab) return;
    answered.current = panel.asked;
    // The tabs show a part one drawing after it was turned to.
    requestAnimationFrame(() => focusPart(column.current));
  }, [panel.asked, tab]);
  if (panel.narrow) {
    return (
      <Sheet open={panel.open} onOpenChange={(open) => !open && panel.close()} title="Panels" side="right">
        <LeavePanel value={panel.close}>{content}</LeavePanel>
      </Sheet>
    );
  }
  if (!panel.open) return null;
  return (
    <>
      <ResizeHandle
        label="Width of the panel"
        column="right"
        width={panel.width}
        min={PANEL_WIDTH.min}
        max={PANEL_WIDTH.max}
        usual={PANEL_WIDTH.usual}
        onResize={panel.resize}
      />
      <PanelColumn column={column} width={panel.width}>
        {content}
      </PanelColumn>
    </>
  );
}

/** A panel that is not there from the beginning. */
function Part({ of }: { of: OnDemand<() => JSX.Element> }) {
  const Panel = useOnDemand(of, true);
  return Panel && <Panel />;
}

/** Packages begin at their search, problems at the first, the other parts as a whole, unless something is asked for. */
function focusPart(column: HTMLElement | null): void {
  const part = column?.querySelector<HTMLElement>("[role=tabpanel][data-state=active]");
  if (part?.contains(document.activeElement)) return;
  (part?.querySelector<HTMLElement>("[role=combobox], [data-row]") ?? part)?.focus();
}

import { lazy, Suspense, useEffect, useRef } from "react";
import { Boundary } from "~/ui/Boundary.tsx";
import { ResizeHandle } from "~/ui/ResizeHandle.tsx";
import { Sheet } from "~/ui/Sheet.tsx";
import { type Tab, Tabs } from "~/ui/Tabs.tsx";
import { LeavePanel } from "./LeavePanel.ts";
import { OutlinePanel } from "./OutlinePanel.tsx";
import { PackagesPanel } from "./PackagesPanel.tsx";
import { PanelColumn } from "./PanelColumn.tsx";
import { SecretsPanel } from "./SecretsPanel.tsx";
import { SettingsPanel } from "./SettingsPanel.tsx";
import { PANEL_WIDTH, type Panel } from "./usePanel.ts";

const ProblemsPanel = lazy(() => import("./ProblemsPanel.tsx").then((m) => ({ default: m.ProblemsPanel })));

const HistoryPanel = lazy(() =>
  import("../history/HistoryPanel.tsx").then((m) => ({ default: m.HistoryPanel })),
);

const tabs: Tab[] = [
  { id: "packages", label: "Packages", content: <PackagesPanel /> },
  { id: "secrets", label: "Secrets", content: <SecretsPanel /> },
  { id: "outline", label: "Outline", content: <OutlinePanel /> },
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
  { id: "settings", label: "Settings", content: <SettingsPanel /> },
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

/** Packages begin at their search, problems at the first, the other parts as a whole. */
function focusPart(column: HTMLElement | null): void {
  const part = column?.querySelector<HTMLElement>("[role=tabpanel][data-state=active]");
  (part?.querySelector<HTMLElement>("[role=combobox], [data-row]") ?? part)?.focus();
}

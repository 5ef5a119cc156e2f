import { Tabs as Radix } from "radix-ui";
import { type ReactNode, useLayoutEffect, useRef } from "react";

export interface Tab {
  id: string;
  label: string;
  content: ReactNode;
}

/** Panels of which one is shown. Only the shown one is mounted. */
export function Tabs({
  label,
  tabs,
  value,
  onValueChange,
}: {
  label: string;
  tabs: Tab[];
  value: string;
  onValueChange: (id: string) => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: where there is no room for all, the shown one is in sight
  useLayoutEffect(() => {
    const shown = list.current?.querySelector("[data-state=active]");
    shown?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [value]);
  return (
    <Radix.Root value={value} onValueChange={onValueChange} className="flex min-h-0 flex-1 flex-col">
      <Radix.List
        ref={list}
        aria-label={label}
        className="flex h-9.5 shrink-0 items-stretch overflow-x-auto overflow-y-hidden border-line [scrollbar-width:none] border-b px-2 in-[[role=dialog]]:mr-12 pointer-coarse:h-11"
      >
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.id}
            value={tab.id}
            className="shrink-0 border-transparent border-b-2 px-1.5 text-muted text-small outline-offset-[-3px] hover:text-text forced-colors:data-[state=inactive]:border-[Canvas] data-[state=active]:border-accent data-[state=active]:font-[550] data-[state=active]:text-text"
          >
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content
          key={tab.id}
          value={tab.id}
          className="min-h-0 flex-1 overflow-y-auto outline-offset-[-2px]"
        >
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}

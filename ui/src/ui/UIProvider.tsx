import type { ReactNode } from "react";
import { ExplainerProvider } from "./CodeLink.tsx";
import { CommandProvider } from "./CommandProvider.tsx";
import { SlotProvider } from "./slots.tsx";
import { ToastProvider } from "./Toast.tsx";
import { TooltipLayer } from "./TooltipLayer.tsx";

/** What the components of this folder need above them, in the application and in tests. */
export function UIProvider({ children }: { children: ReactNode }) {
  return (
    <CommandProvider>
      <SlotProvider>
        <ExplainerProvider>
          <ToastProvider>{children}</ToastProvider>
        </ExplainerProvider>
      </SlotProvider>
      <TooltipLayer />
    </CommandProvider>
  );
}

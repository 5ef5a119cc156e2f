import { useCallback, useState } from "react";
import { addressOfCode, useOfferExplanation } from "~/ui/CodeLink.tsx";
import { OnDemand } from "~/ui/on-demand.ts";

const dialog = new OnDemand(() => import("~/features/help/FaultDialog.tsx").then((m) => m.FaultDialog));

/** Explains the codes of errors in place. */
export function Explanations() {
  const [code, setCode] = useState<string>();
  const explain = useCallback((asked: string) => {
    void dialog.load().then((part) => {
      if (part) setCode(asked);
      else window.open(addressOfCode(asked), "_blank", "noopener");
    });
  }, []);
  useOfferExplanation(explain);
  const FaultDialog = dialog.present;
  return code && FaultDialog ? <FaultDialog code={code} onClose={() => setCode(undefined)} /> : null;
}

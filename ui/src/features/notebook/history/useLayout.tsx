import type { ReactNode } from "react";
import { useMediaQuery } from "~/ui/useMediaQuery.ts";
import { usePersistent } from "~/ui/usePersistent.ts";
import { Choice } from "./Choice.tsx";
import type { Layout } from "./merge.ts";

/** How texts are compared, and where there is room for both ways, the choice between them. */
export function useLayout(): { layout: Layout; choice: ReactNode } {
  const wide = useMediaQuery("(min-width: 900px)");
  const [wanted, setLayout] = usePersistent<Layout>("history.layout", "beside", isLayout);
  if (!wide) return { layout: "inline", choice: null };
  const choice = (
    <Choice
      label="Layout"
      value={wanted}
      onChange={setLayout}
      options={[
        { value: "beside", label: "Side by side" },
        { value: "inline", label: "Inline" },
      ]}
    />
  );
  return { layout: wanted, choice };
}

const isLayout = (value: unknown): value is Layout => value === "beside" || value === "inline";

import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useSettled } from "~/ui/useSettled.ts";

/**
 * A query that is typed and stands in the address, so that it can be shared and gone back to. `asked` is
 * the one in the address, which follows what is typed after a pause.
 */
export function useAddressedQuery() {
  const { q: asked = "" } = useSearch({ from: "/library/search" });
  const navigate = useNavigate();
  const [typed, setTyped] = useState(asked);
  const settled = useSettled(typed.trim());
  const written = useRef(asked);
  useEffect(() => {
    if (asked === written.current) return;
    written.current = asked; // a link or the way back led here
    setTyped(asked);
  }, [asked]);
  useEffect(() => {
    if (settled === written.current) return;
    written.current = settled;
    void navigate({ to: "/search", search: settled ? { q: settled } : {}, replace: true });
  }, [settled, navigate]);
  return { typed, setTyped, asked };
}

import { queryOptions } from "@tanstack/react-query";
import * as api from "~/protocol/api.ts";

const interval = 15_000;
const soon = 2_000; // while the package tools are being set up

/** The state of the server, asked for every 15 s while a page shows it, or more often at first. */
export const statusQuery = queryOptions({
  queryKey: ["status"],
  queryFn: ({ signal }) => api.status(signal),
  refetchInterval: ({ state }) => (state.data?.toolchain.state === "installing" ? soon : interval),
  retry: false,
});
